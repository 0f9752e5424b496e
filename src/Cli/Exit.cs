using System.CommandLine;

namespace Exchange.Cli;

/// <summary>How the operator's command ends; scripts rely on these.</summary>
internal static class Exit
{
    /// <summary>All is well.</summary>
    public const int Fine = 0;

    /// <summary>The answer is "no": a refusal, a failed check, a step that did something else.</summary>
    public const int No = 1;

    /// <summary>Wrong usage or unreadable input.</summary>
    public const int Wrong = 2;

    /// <summary>Says what to do, in one sentence, and gives the exit code of wrong usage.</summary>
    public static int Unusable(ParseResult call, string sentence)
    {
        call.InvocationConfiguration.Error.WriteLine($"exchange: {sentence}");
        return Wrong;
    }
}
