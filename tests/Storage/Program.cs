using Exchange.Storage.Tests;
using Exchange.Storage.Tests.Faults;

// As xunit's own entry point, and besides: a process that appends until it is killed, and one that follows a script.
if (args is [AppendingProcess.Verb, var folder])
    return await AppendingProcess.RunAsync(folder);
if (args is [ScriptedProcess.Verb, var scripted])
    return await ScriptedProcess.RunAsync(scripted);
if (args.Any(a => a is "-automated" or "@@"))
    return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
return await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
