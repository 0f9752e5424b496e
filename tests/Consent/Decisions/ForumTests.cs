using static Exchange.Consent.Tests.Expectations;

namespace Exchange.Consent.Tests;

public sealed class ForumTests
{
    private static readonly DecisionInput Asking = Covenants.Asking;
    private static readonly DecisionInput Scw = Asking with { Partner = "scw", Role = "caseworker", Roles = ["caseworker"] };
    private static readonly Covenant Everything = Covenants.With(Identity, """id: "1", grant: full, categories: [police]""");

    [Fact]
    public void Decide_PartnerOfTheForum_Belongs() => Everything.Grants(Asking);

    [Fact]
    public void Decide_MatchingNoMemberEntry_GivesNoneInThatForum()
    {
        Everything.Refuses(Scw with { Forum = "regieoverleg" });
        Everything.Grants(Scw with { Forum = "none" });
    }

    [Fact]
    public void Decide_MemberByRole_IsTheActingRole()
    {
        var covenant = Covenants.Load(Covenants.Text(Identity, """id: "1", grant: full, categories: [police]""")
            .Replace("itat: { circle: wide, members: [oov, politie, ggd, { role: regisseur }] }", "itat: { circle: wide, members: [oov, { role: analyst }] }", StringComparison.Ordinal));

        covenant.Grants(Scw with { Forum = "itat", Role = "analyst", Roles = ["analyst", "caseworker"] });
        covenant.Refuses(Scw with { Forum = "itat", Roles = ["analyst", "caseworker"] });
    }

    [Theory]
    [InlineData(Relation.Lead, true)]
    [InlineData(Relation.Duo, true)]
    [InlineData(Relation.Member, true)]
    [InlineData(Relation.None, false)]
    [InlineData(Relation.Backup, false)]
    public void Decide_MemberByRelation_IsTheRelationToThisCase(Relation relation, bool belongs)
    {
        var input = Scw with { Forum = "uitvoerdersoverleg", Relation = relation };
        if (belongs)
            Everything.Grants(input);
        else
            Everything.Refuses(input);
        Assert.Equal(belongs, Everything.IsMember("uitvoerdersoverleg", "scw", "caseworker", relation));
    }

    [Fact]
    public void Decide_RelationUnknown_MatchesNoMemberEntry() =>
        Everything.Refuses(Scw with { Forum = "uitvoerdersoverleg", Relation = null });

    [Fact]
    public void Decide_ForumWithoutMembers_GivesEverybodyNone() => Everything.Refuses(Asking with { Forum = "cto" });

    [Fact]
    public void Decide_UnknownForum_IsNoMembershipRefusal() => Everything.Grants(Asking with { Forum = null });

    [Fact]
    public void Decide_NoMeeting_MeetsArticlesWithoutAtOnly()
    {
        Everything.Grants(Asking with { Forum = "none" });
        Covenants.With(Identity, """id: "1", grant: full, categories: [police], at: [regieoverleg]""").Refuses(Asking with { Forum = "none" });
    }

    [Fact]
    public void Decide_NoMeeting_RulesOutACapWithAt() =>
        Covenants.With(Identity, """id: "1", grant: full, categories: [police]""", """id: "2", cap: none, at: [regieoverleg]""").Grants(Asking with { Forum = "none" });

    [Fact]
    public void Decide_AnonymisedWithoutAMeeting_GivesNone()
    {
        var covenant = Covenants.With(Identity, """id: "1", grant: anonymised, categories: [police]""");

        covenant.Gives(Asking, Level.Anonymised, "1", DecisionReason.Granted);
        covenant.Refuses(Asking with { Forum = "none" });
        covenant.Refuses(Asking with { Forum = null });
    }

    [Fact]
    public void Decide_PseudonymisedWithoutAMeeting_Stays() =>
        Covenants.With(Identity, """id: "1", grant: pseudonymised, categories: [police]""")
            .Gives(Asking with { Forum = "none" }, Level.Pseudonymised, "1", DecisionReason.Granted);

    [Fact]
    public void Decide_CappedToAnonymisedWithoutAMeeting_GivesNone() =>
        Covenants.With(Identity, """id: "1", grant: full, categories: [police]""", """id: "2", cap: anonymised, categories: [police]""")
            .Refuses(Asking with { Forum = "none" });

    [Theory]
    [InlineData("politie", "regieoverleg", Circle.Small)]
    [InlineData("politie", "itat", Circle.Wide)]
    [InlineData("politie", "uitvoerdersoverleg", Circle.Small)]
    [InlineData("politie", "none", Circle.Small)]
    [InlineData("ggd", "regieoverleg", Circle.Wide)]
    [InlineData("ggd", "itat", Circle.Wide)]
    [InlineData("ggd", "uitvoerdersoverleg", Circle.Wide)]
    [InlineData("ggd", "none", Circle.Wide)]
    public void Decide_EffectiveCircle_IsSmallOnlyIfPartnerAndForumAllow(string partner, string forum, Circle circle)
    {
        var other = circle == Circle.Small ? Circle.Wide : Circle.Small;
        var input = Asking with { Partner = partner, Forum = forum, Relation = Relation.Member, Source = "oov" };

        Covenants.With(Identity, $$"""id: "1", grant: full, categories: [police], to: { circle: {{Words.Of(circle)}} }""").Grants(input);
        Covenants.With(Identity, $$"""id: "1", grant: full, categories: [police], to: { circle: {{Words.Of(other)}} }""").Refuses(input);
        Assert.Equal(circle, Everything.CircleOf(partner, forum));
    }

    [Theory]
    [InlineData("politie")]
    [InlineData("ggd")]
    public void Decide_ForumUnknown_CircleUnknown(string partner)
    {
        var input = Asking with { Partner = partner, Forum = null };

        Covenants.With(Identity, """id: "1", grant: full, categories: [police], to: { circle: [small, wide] }""").Refuses(input);
        Covenants.With(Identity, """id: "1", grant: full, categories: [police]""", """id: "2", cap: none, categories: [police], to: { circle: small }""")
            .Gives(input, Level.None, "2", DecisionReason.Capped);
        Assert.Null(Everything.CircleOf(partner, null));
    }

    [Fact]
    public void Decide_Backup_CountsAsNone()
    {
        Covenants.With(Identity, """id: "1", grant: full, categories: [police], to: { relation: [lead, duo, member] }""").Refuses(Asking with { Relation = Relation.Backup });
        Covenants.With(Identity, """id: "1", grant: full, categories: [police], to: { relation: none }""").Grants(Asking with { Relation = Relation.Backup });
    }
}
