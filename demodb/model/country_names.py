"""Names of countries, in the languages that tables and names of companies are written in."""

from __future__ import annotations

from collections.abc import Mapping

NAMES = """
AD andorra
AE united arab emirates, uae, vereinigte arabische emirate, emirats arabes unis, emiratos arabes unidos, emirati arabi uniti,
   verenigde arabische emiraten, emirados arabes unidos, emirates
AF afghanistan
AG antigua and barbuda, antigua
AI anguilla
AL albania, albanien, albanie
AM armenia, armenien, armenie
AO angola
AR argentina, argentinien, argentine, argentinie
AT austria, osterreich, autriche, oostenrijk, oesterreich
AU australia, australien, australie
AW aruba
AZ azerbaijan, aserbaidschan, azerbaycan
BA bosnia and herzegovina, bosnia, bosnien und herzegowina, bosnien, bosna
BB barbados
BD bangladesh, bangladesch
BE belgium, belgie, belgique, belgien, belgica, belgio
BF burkina faso
BG bulgaria, bulgarien, bulgarie, balgariya
BH bahrain, bahrein
BI burundi
BJ benin
BM bermuda
BN brunei, brunei darussalam
BO bolivia, bolivien, bolivie
BR brazil, brasil, brasilien, bresil, brasile, brazilie
BS bahamas, the bahamas
BT bhutan
BW botswana
BY belarus, weissrussland, belorussland, bielorussie
BZ belize
CA canada, kanada
CD dr congo, democratic republic of the congo, rd congo, republique democratique du congo
CF central african republic, republique centrafricaine, zentralafrikanische republik
CG congo, republic of the congo, kongo
CH switzerland, schweiz, suisse, svizzera, suiza, zwitserland, suica
CI cote d'ivoire, ivory coast, elfenbeinkuste, costa de marfil
CL chile, chili, cile
CM cameroon, kamerun, cameroun, camerun, camaroes, kameroen
CN china, chine, cina, people's republic of china
CO colombia, kolumbien, colombie, columbia
CR costa rica
CU cuba, kuba
CV cape verde, cabo verde
CW curacao
CY cyprus, zypern, chypre, chipre, cipro, kypros
CZ czechia, czech republic, cesko, ceska, ceska republika, tschechien, tchequie, republique tcheque, republica checa, chequia,
   repubblica ceca, cechia, tsjechie, tschechische republik
DE germany, deutschland, allemagne, alemania, germania, duitsland, alemanha, tyskland
DJ djibouti, dschibuti
DK denmark, danmark, danemark, danimarca, dinamarca, denemarken
DM dominica
DO dominican republic, republica dominicana, dominikanische republik
DZ algeria, algerien, algerie, argelia
EC ecuador, equateur
EE estonia, eesti, estland, estonie
EG egypt, agypten, aegypten, egypte, egipto, egitto, egito, misr
ER eritrea, erythree
ES spain, espana, spanien, espagne, spagna, spanje, espanha
ET ethiopia, athiopien, aethiopien, ethiopie, etiopia
FI finland, suomi, finnland, finlande, finlandia
FJ fiji, fidschi, fidji
FM micronesia, federated states of micronesia
FO faroe islands, foroyar, faeroerne
FR france, frankreich, francia, frankrijk, franca, frankrike
GA gabon, gabun
GB united kingdom, uk, great britain, britain, england, scotland, wales, grossbritannien, vereinigtes konigreich, royaume-uni,
   reino unido, regno unito, verenigd koninkrijk, gran bretana, gb
GD grenada
GE georgia, georgien, sakartvelo
GG guernsey
GH ghana
GI gibraltar
GL greenland, gronland, kalaallit nunaat
GM gambia, the gambia
GN guinea, guinee
GP guadeloupe
GQ equatorial guinea, guinea ecuatorial
GR greece, hellas, ellada, griechenland, grece, grecia, griekenland
GT guatemala
GU guam
GW guinea-bissau
GY guyana
HK hong kong, hongkong
HN honduras
HR croatia, hrvatska, kroatien, croatie, croacia, croazia, kroatie
HT haiti
HU hungary, magyarorszag, ungarn, hongrie, hungria, ungheria, hongarije
ID indonesia, indonesien, indonesie
IE ireland, republic of ireland, eire, irland, irlande, irlanda, ierland
IL israel, israele
IM isle of man
IN india, bharat, indien, inde
IQ iraq, irak
IR iran
IS iceland, island, islande, islandia, islanda, ijsland
IT italy, italia, italien, italie
JE jersey
JM jamaica, jamaika
JO jordan, jordanien, jordanie, jordania
JP japan, nippon, nihon, japon, giappone, japao
KE kenya, kenia
KG kyrgyzstan, kirgisistan, kirghizistan
KH cambodia, kambodscha, cambodge
KI kiribati
KM comoros, comores, komoren
KN saint kitts and nevis, st kitts and nevis
KP north korea
KR south korea, korea, republic of korea, sudkorea, coree du sud, corea del sur, corea del sud, zuid-korea, hanguk
KW kuwait, koweit, koeweit
KY cayman islands, cayman
KZ kazakhstan, kasachstan, qazaqstan
LA laos
LB lebanon, libanon, liban, libano
LC saint lucia, st lucia
LI liechtenstein
LK sri lanka
LR liberia
LS lesotho
LT lithuania, lietuva, litauen, lituanie, lituania, litouwen
LU luxembourg, luxemburg, luxemburgo, lussemburgo, letzebuerg
LV latvia, latvija, lettland, lettonie, letonia, lettonia, letland
LY libya, libyen, libye
MA morocco, maroc, marokko, marruecos, marocco, marrocos
MC monaco
MD moldova, moldau, republic of moldova, moldavie
ME montenegro, crna gora
MG madagascar, madagaskar
MH marshall islands
MK north macedonia, macedonia, nordmazedonien, makedonija
ML mali
MM myanmar, birma, burma
MN mongolia, mongolei, mongolie
MO macau, macao
MQ martinique
MR mauritania, mauretanien, mauritanie
MT malta, malte
MU mauritius, maurice
MV maldives, malediven
MW malawi
MX mexico, mexicana, mexicano, mexiko, mexique, messico
MY malaysia, malaisie, malasia, maleisie
MZ mozambique, mocambique, mosambik
NA namibia, namibie
NC new caledonia, nouvelle-caledonie
NE niger
NG nigeria
NI nicaragua
NL netherlands, the netherlands, kingdom of the netherlands, nederland, holland, niederlande, pays-bas, paises bajos,
   paesi bassi, paises baixos, nederlanden, olanda
NO norway, norge, noreg, norwegen, norvege, noruega, norvegia, noorwegen
NP nepal
NR nauru
NZ new zealand, nz, aotearoa, aotea, neuseeland, nouvelle-zelande, nueva zelanda, nuova zelanda, nieuw-zeeland
OM oman
PA panama
PE peru, perou
PF french polynesia, polynesie francaise
PG papua new guinea
PH philippines, pilipinas, philippinen, filipinas, filippine, filipijnen
PK pakistan
PL poland, polska, polen, pologne, polonia
PR puerto rico
PS palestine
PT portugal, portogallo
PW palau
PY paraguay
QA qatar, katar
RE la reunion
RO romania, rumanien, roumanie, rumania, roemenie, romenia
RS serbia, srbija, serbien, serbie
RU russia, rossiya, russland, russie, rusia, russian federation, rusland
RW rwanda, ruanda
SA saudi arabia, ksa, saudi-arabien, arabie saoudite, arabia saudita, arabia saudi, saoedi-arabie
SB solomon islands
SC seychelles, seychellen
SD sudan, soudan
SE sweden, sverige, schweden, suede, suecia, svezia, zweden
SG singapore, singapur, singapour
SI slovenia, slovenija, slowenien, slovenie, eslovenia
SK slovakia, slovensko, slowakei, slovaquie, eslovaquia, slovacchia, slowakije, slovak republic
SL sierra leone
SM san marino
SN senegal
SO somalia, somalie
SR suriname, surinam
ST sao tome and principe
SV el salvador
SY syria, syrien, syrie
SZ eswatini, swaziland
TC turks and caicos islands, turks and caicos
TD chad, tchad, tschad
TG togo
TH thailand, thailande, tailandia
TJ tajikistan, tadschikistan
TL east timor, timor-leste
TM turkmenistan
TN tunisia, tunisie, tunesien, tunez
TO tonga
TR turkey, turkiye, turkei, turquie, turquia, turchia, turkije
TT trinidad and tobago, trinidad, trinidad und tobago
TV tuvalu
TW taiwan
TZ tanzania, tansania, tanzanie
UA ukraine, ukraina, ucrania, ucraina, oekraine
UG uganda, ouganda
US united states, united states of america, usa, us, america, vereinigte staaten, etats-unis, estados unidos, stati uniti,
   verenigde staten
UY uruguay
UZ uzbekistan, usbekistan
VA vatican city
VC saint vincent and the grenadines
VE venezuela
VG british virgin islands, bvi
VN vietnam, viet nam
VU vanuatu
WS samoa
YE yemen, jemen
ZA south africa, sudafrika, afrique du sud, sudafrica, zuid-afrika, africa do sul, rsa
ZM zambia, sambia
ZW zimbabwe, simbabwe
"""
"""A country's ISO 3166 code and its names in lower case, without marks: English, German, French, Spanish, Italian, Dutch, own."""


def by_name(table: str) -> Mapping[str, str]:
    """The code of each name of a table: lines of a code and names, which may go on in indented lines."""
    codes, code = dict[str, str](), ""
    for line in table.strip().splitlines():
        code, names = (code, line) if line.startswith(" ") else (line[:2], line[2:])
        codes |= {name.strip(): code for name in names.split(",") if name.strip()}
    return codes


COUNTRY_OF_NAME = by_name(NAMES)
"""The ISO 3166 code of each name of a country."""
