// Intelligence as plain text, for the places of an app that show a text.

/** @import { Intelligence } from "../index.d.ts" */

/** @param {number | undefined} value in USD */
const amount = (value) => (value === undefined ? "" : `, $${value.toLocaleString("en-US")}`);

/**
 * @param {string} title
 * @param {string[]} lines
 */
const part = (title, lines) => (lines.length ? [[title, ...lines].join("\n")] : []);

/**
 * @param {Intelligence["recommendations"][number]} recommendation
 * @param {number} index
 */
const advised = ({ title, priority, description, nextSteps = [] }, index) =>
  [`${index + 1}. ${title} (${priority}): ${description}`, ...nextSteps.map((step) => `   - ${step}`)].join("\n");

/**
 * The whole of a document, part by part, without markup.
 *
 * @param {Intelligence} document
 */
export const textOf = ({ summary, opportunities, risks, recommendations }) => {
  const sold = opportunities.map((one) => `- ${one.title} (${one.confidence}${amount(one.estimatedValue)}): ${one.description}`);
  const feared = risks.map((one) => `- ${one.title} (${one.severity}): ${one.description} ${one.mitigation}`);
  const parts = [part("Opportunities", sold), part("Risks", feared), part("Recommendations", recommendations.map(advised))];
  return [summary, ...parts.flat()].join("\n\n");
};
