namespace Exchange.Consent.Tests;

/// <summary>Asserts on decisions, in one line; every decision is also held against the interpreter.</summary>
internal static class Expectations
{
    /// <summary>An article that identifies, so that the one-view rule stays out of the way.</summary>
    public const string Identity = """id: "0.1", grant: full, categories: [identity]""";

    public static void Gives(this Covenant covenant, DecisionInput input, Level level, string? article, DecisionReason reason)
    {
        var decision = covenant.Decide(input);
        GrantsAndCapsTests.Expect(level, article, reason, decision);
        Assert.Equal(new Interpreter(covenant).Decide(input), decision);
    }

    public static void Grants(this Covenant covenant, DecisionInput input) => covenant.Gives(input, Level.Full, "1", DecisionReason.Granted);

    public static void Refuses(this Covenant covenant, DecisionInput input) => covenant.Gives(input, Level.None, null, DecisionReason.NoGrant);

    public static void Guards(this Covenant covenant, DecisionInput input) => covenant.Gives(input, Level.None, null, DecisionReason.Guard);
}
