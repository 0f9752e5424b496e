using static Exchange.Consent.Tests.Expectations;

namespace Exchange.Consent.Tests;

public sealed class BreakGlassTests
{
    private const string Police = """id: "1", grant: full, categories: [police], at: [regieoverleg]""";
    private static readonly DecisionInput Without = Covenants.Asking with { Forum = "none" };
    private static readonly DecisionInput Asking = Without with { BreakGlass = true };
    private static readonly DecisionInput Scw = Asking with { Partner = "scw", Role = "caseworker", Roles = ["caseworker"] };

    [Fact]
    public void Decide_MemberOfAForumThatTheGrantNames_NeedsNoMeeting()
    {
        Covenants.With(Identity, Police).Refuses(Without);
        Covenants.With(Identity, Police).Grants(Asking);
    }

    [Fact]
    public void Decide_NoMember_GetsNothing()
    {
        Covenants.With(Identity, Police).Refuses(Scw);
        Covenants.With(Identity, """id: "1", grant: full, categories: [police], at: [uitvoerdersoverleg]""").Refuses(Scw);
    }

    [Fact]
    public void Decide_MemberByRelation_DependsOnTheRelation()
    {
        var covenant = Covenants.With(Identity, """id: "1", grant: full, categories: [police], at: [uitvoerdersoverleg]""");

        covenant.Grants(Scw with { Relation = Relation.Member });
        covenant.Refuses(Scw with { Relation = Relation.Backup });
        covenant.Refuses(Scw with { Relation = null });
    }

    [Fact]
    public void Decide_MemberByRole_DependsOnTheActingRole()
    {
        var covenant = Covenants.Load(Covenants.Text(Identity, """id: "1", grant: full, categories: [police], at: [uitvoerdersoverleg]""")
            .Replace("members: [{ relation: [lead, duo, member] }]", "members: [{ role: analyst }]", StringComparison.Ordinal));

        covenant.Grants(Scw with { Role = "analyst", Roles = ["analyst", "caseworker"] });
        covenant.Refuses(Scw with { Roles = ["analyst", "caseworker"] });
    }

    [Fact]
    public void Decide_AnotherCondition_IsNotLifted()
    {
        Covenants.With(Identity, """id: "1", grant: full, categories: [police], at: [regieoverleg], for: [regie]""").Refuses(Asking);
        Covenants.With(Identity, """id: "1", grant: full, categories: [police], at: [regieoverleg], when: { secrecy: lifted }""").Refuses(Asking);
        Covenants.With(Identity, """id: "1", grant: full, categories: [police], at: [regieoverleg], to: { relation: lead }""").Refuses(Asking);
    }

    [Fact]
    public void Decide_Guards_AreNotLifted()
    {
        var covenant = Covenants.With(Identity, """id: "1", grant: full, categories: [police]""");

        covenant.Guards(Asking with { Restriction = Restriction.Restricted });
        covenant.Guards(Asking with { Handling = Handling.AskSource });
        covenant.Guards(Asking with { Handling = Handling.Secret });
        covenant.Guards(Asking with { Case = CaseState.Signal });
        covenant.Guards(Asking with { Case = CaseState.Destroyed });
        Assert.Equal(Level.None, covenant.Open(Covenants.ContextOf(Asking with { Case = CaseState.Signal })).Highest);
    }

    /// <summary>Politie belongs to the ITAT, which is wide, and counts as small elsewhere.</summary>
    [Theory]
    [InlineData("")]
    [InlineData(", to: { circle: wide }")]
    [InlineData(", to: { circle: small }")]
    public void Decide_ForumThatChangesTheCallersCircle_DoesNotCount(string to) =>
        Covenants.With(Identity, $$"""id: "1", grant: full, categories: [police], at: [itat]{{to}}""").Refuses(Asking);

    [Fact]
    public void Decide_ForumThatLeavesTheCallersCircle_Counts()
    {
        Covenants.With(Identity, """id: "1", grant: full, categories: [police], at: [itat], to: { circle: wide }""").Grants(Asking with { Partner = "ggd" });
        Covenants.With(Identity, """id: "1", grant: full, categories: [police], at: [regieoverleg], to: { circle: small }""").Refuses(Asking with { Partner = "ggd" });
    }

    [Fact]
    public void Decide_Meldpunt_DoesNotCount() =>
        Covenants.With(Identity, """id: "1", grant: full, categories: [police], at: [meldpunt]""")
            .Refuses(Asking with { Partner = "oov", Role = "coordinator", Roles = ["coordinator"], Source = "politie" });

    [Fact]
    public void Decide_Anonymised_StillNeedsAMeeting()
    {
        Covenants.With(Identity, """id: "1", grant: anonymised, categories: [police], at: [regieoverleg]""").Refuses(Asking);
        Covenants.With("""id: "1", grant: anonymised, at: [regieoverleg]""").Refuses(Asking);
    }

    /// <summary>Who it is in the one forum, and what the police know in the other, are never seen together in a meeting.</summary>
    [Fact]
    public void Decide_IdentityAndDataInDifferentForums_AreNotJoined()
    {
        var covenant = Covenants.With(
            """id: "1", grant: full, categories: [identity], at: [voorportaal]""", """id: "2", grant: full, categories: [police], at: [regieoverleg]""");

        covenant.Refuses(Asking);
        covenant.Gives(Asking with { Category = "identity" }, Level.Full, "1", DecisionReason.Granted);
        covenant.Gives(Asking with { Forum = "regieoverleg" }, Level.Anonymised, null, DecisionReason.OneView);
    }

    /// <summary>Nor does existence, which no one-view rule lowers, come from a meeting that does not show who it is about.</summary>
    [Fact]
    public void Decide_ExistenceWhereTheCaseHasNoName_IsNotJoined() =>
        Covenants.With("""id: "1", grant: full, categories: [identity], at: [voorportaal]""", """id: "2", grant: existence, categories: [police], at: [regieoverleg]""")
            .Refuses(Asking);

    [Fact]
    public void Decide_PseudonymisedInOneForumAndFullInAnother_ShowsTheFullViewOnly()
    {
        var covenant = Covenants.With(
            """id: "1", grant: full, categories: [identity], at: [voorportaal]""",
            """id: "2", grant: pseudonymised, categories: [identity, police], at: [regieoverleg]""");

        covenant.Refuses(Asking);
        Assert.Equal(new Ceiling(Level.Full, null), covenant.Open(Covenants.ContextOf(Asking)).Ceiling);
    }

    [Fact]
    public void Decide_CapOfAForum_GoesWithItsGrants()
    {
        const string cap = """id: "2", cap: pseudonymised, categories: [police], at: [regieoverleg]""";

        Covenants.With(Identity, Police, cap).Gives(Asking, Level.Pseudonymised, "2", DecisionReason.Capped);
        Covenants.With(Identity, """id: "1", grant: full, categories: [police], at: [voorportaal, regieoverleg]""", cap).Grants(Asking);
    }

    [Fact]
    public void Decide_CapWithoutForum_Applies() =>
        Covenants.With(Identity, Police, """id: "2", cap: none, categories: [police], when: { consent: [withdrawn, absent] }""")
            .Gives(Asking, Level.None, "2", DecisionReason.Capped);

    [Fact]
    public void Decide_SeveralForums_GiveTogether_TiesToTheFirstArticle()
    {
        var covenant = Covenants.With(
            """id: "9", grant: full, categories: [identity], at: [voorportaal, regieoverleg]""",
            """id: "3", grant: full, categories: [police], at: [regieoverleg]""",
            """id: "2", grant: full, categories: [police], at: [voorportaal]""",
            """id: "4", grant: full, categories: [care], at: [voorportaal]""");

        covenant.Gives(Asking, Level.Full, "2", DecisionReason.Granted);
        covenant.Gives(Asking with { Category = "care" }, Level.Full, "4", DecisionReason.Granted);
    }

    [Fact]
    public void Decide_OwnContributionBelowFull_IsLeftOut() =>
        Covenants.With("""id: "1", grant: pseudonymised, at: [regieoverleg]""").Gives(Asking with { Source = "politie" }, Level.None, "1", DecisionReason.OwnContribution);

    [Fact]
    public void Highest_CountsWhatNeedsNoMeetingOnly()
    {
        Assert.Equal(Level.Full, Covenants.With(Identity, Police).Open(Covenants.ContextOf(Asking)).Highest);

        // No category identifies, so nothing is anonymous by rule: what is left beside anonymised data is that there are others.
        var covenant = Covenants.Load(Covenants.Text(
            """id: "1", grant: anonymised, categories: [police], at: [regieoverleg]""", """id: "2", grant: existence, categories: [care], at: [regieoverleg]""")
            .Replace("identifying: true, ", "", StringComparison.Ordinal));
        Assert.Equal(Level.Existence, covenant.Open(Covenants.ContextOf(Asking)).Highest);
    }

    [Fact]
    public void Decide_NobodyKnown_GetsNothing()
    {
        Covenants.With(Identity, Police).Refuses(Asking with { Partner = "vreemd" });
        Covenants.With(Identity, Police).Refuses(Asking with { Role = "coordinator", Roles = ["coordinator"] });
    }

    [Fact]
    public void Decide_Sample_ShowsThePoliceTheRegieoverlegAndNotTheReporter()
    {
        var input = Asking with { Category = "identity" };

        Assert.Equal(Level.None, Sample.Covenant.Decide(input with { BreakGlass = false }).Level);
        Assert.Equal(Sample.Covenant.Decide(input with { Forum = "regieoverleg" }), Sample.Covenant.Decide(input));
        Assert.Equal(Level.Full, Sample.Covenant.Decide(input).Level);
        Assert.Equal(Level.None, Sample.Covenant.Decide(input with { Category = "reporter" }).Level);
        Assert.Equal(Level.None, Sample.Covenant.Decide(input with { Partner = "ggd" }).Level); // attends the ITAT, where it sees nobody's name
    }
}
