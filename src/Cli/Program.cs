using Exchange.Cli;

// Exit 0 when fine, 1 when the answer is "no", 2 for wrong usage or unreadable input.
return await Operator.RunAsync(args);
