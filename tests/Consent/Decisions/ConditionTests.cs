using static Exchange.Consent.Tests.Expectations;

namespace Exchange.Consent.Tests;

public sealed class ConditionTests
{
    private static readonly DecisionInput Asking = Covenants.Asking;

    [Fact]
    public void Decide_AbsentKeys_PlaceNoCondition()
    {
        var covenant = Covenants.With(Identity, """id: "1", grant: full""");

        covenant.Grants(Asking);
        covenant.Grants(Asking with { Category = "care", Source = "scw", Case = CaseState.Closed, Forum = "none", Relation = Relation.Member });
    }

    [Fact]
    public void Decide_ValuesOfOneKey_AreAlternatives()
    {
        var covenant = Covenants.With(Identity, """id: "1", grant: full, categories: [police, care], from: [oov, scw]""");

        covenant.Grants(Asking);
        covenant.Grants(Asking with { Category = "care", Source = "scw" });
        covenant.Refuses(Asking with { Source = "ggd" });
    }

    [Theory]
    [InlineData("""from: [scw]""")]
    [InlineData("""to: { partner: ggd }""")]
    [InlineData("""to: { circle: wide }""")]
    [InlineData("""to: { kind: interventie }""")]
    [InlineData("""to: { role: caseworker }""")]
    [InlineData("""to: { relation: [lead, duo, member] }""")]
    [InlineData("""at: [itat]""")]
    [InlineData("""for: [regie]""")]
    [InlineData("""when: { case: [onHold] }""")]
    [InlineData("""when: { consent: [given] }""")]
    [InlineData("""when: { secrecy: lifted }""")]
    public void Decide_OneConditionNotMet_RulesOutGrantAndCap(string condition)
    {
        Covenants.With(Identity, $"""id: "1", grant: full, categories: [police], {condition}""").Refuses(Asking);
        Covenants.With(Identity, """id: "1", grant: full, categories: [police]""", $"""id: "2", cap: none, categories: [police], {condition}""").Grants(Asking);
    }

    [Theory]
    [InlineData("""from: [oov]""")]
    [InlineData("""to: { partner: politie }""")]
    [InlineData("""to: { circle: small }""")]
    [InlineData("""to: { kind: [kern, interventie] }""")]
    [InlineData("""to: { role: regisseur }""")]
    [InlineData("""to: { relation: none }""")]
    [InlineData("""at: [itat, regieoverleg]""")]
    [InlineData("""for: [casusoverleg]""")]
    [InlineData("""when: { case: [active] }""")]
    [InlineData("""when: { consent: [withdrawn, absent] }""")]
    [InlineData("""when: { secrecy: notLifted }""")]
    [InlineData("""from: [oov], to: { partner: politie, circle: small, kind: kern, role: regisseur, relation: none }, at: [regieoverleg], for: [casusoverleg], when: { case: active, consent: absent, secrecy: notLifted }""")]
    public void Decide_EveryConditionMet_GrantsAndCaps(string condition)
    {
        Covenants.With(Identity, $"""id: "1", grant: full, categories: [police], {condition}""").Grants(Asking);
        Covenants.With(Identity, """id: "1", grant: full, categories: [police]""", $"""id: "2", cap: none, categories: [police], {condition}""")
            .Gives(Asking, Level.None, "2", DecisionReason.Capped);
    }
}
