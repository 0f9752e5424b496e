using static Exchange.Consent.Tests.Expectations;

namespace Exchange.Consent.Tests;

public sealed class ExistenceTests
{
    private static readonly DecisionInput Asking = Covenants.Asking;

    [Fact]
    public void Decide_GrantOfExactlyExistence_GivesIt() =>
        Covenants.With(Identity, """id: "1", grant: existence, categories: [police]""").Gives(Asking, Level.Existence, "1", DecisionReason.ExistenceOnly);

    [Fact]
    public void Decide_HigherGrantCappedToExistence_GivesNone() =>
        Covenants.With(Identity, """id: "1", grant: full, categories: [police]""", """id: "2", cap: existence, categories: [police]""")
            .Gives(Asking, Level.None, "2", DecisionReason.Capped);

    [Fact]
    public void Decide_HigherGrantBesideAGrantOfExistence_CappedToIt_GivesNone() =>
        Covenants.With(Identity, """id: "1", grant: full, categories: [police]""", """id: "1a", grant: existence, categories: [police]""", """id: "2", cap: existence, categories: [police]""")
            .Gives(Asking, Level.None, "2", DecisionReason.Capped);

    [Fact]
    public void Decide_ExistenceCappedAtExistence_Stays() =>
        Covenants.With(Identity, """id: "1", grant: existence, categories: [police]""", """id: "2", cap: existence, categories: [police]""")
            .Gives(Asking, Level.Existence, "1", DecisionReason.ExistenceOnly);

    [Fact]
    public void Decide_ExistenceCappedToNone_GivesNone() =>
        Covenants.With(Identity, """id: "1", grant: existence, categories: [police]""", """id: "2", cap: none, categories: [police]""")
            .Gives(Asking, Level.None, "2", DecisionReason.Capped);

    [Fact]
    public void Decide_ExistenceWithoutAMeeting_Stays() =>
        Covenants.With(Identity, """id: "1", grant: existence, categories: [police]""").Gives(Asking with { Forum = "none" }, Level.Existence, "1", DecisionReason.ExistenceOnly);
}
