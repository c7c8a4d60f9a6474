"""Every command as a documented plain function, one module each: a store and arguments in, a report out."""
