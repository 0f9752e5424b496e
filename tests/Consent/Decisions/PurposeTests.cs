using static Exchange.Consent.Tests.Expectations;

namespace Exchange.Consent.Tests;

public sealed class PurposeTests
{
    private static readonly DecisionInput Asking = Covenants.Asking;

    [Fact]
    public void Decide_Uitvraag_IsMetOnlyByAForThatNamesIt()
    {
        Covenants.With("""id: "0", grant: full, categories: [identity], for: [uitvraag]""", """id: "1", grant: full, categories: [police]""").Refuses(Asking with { Purpose = "uitvraag" });
        Covenants.With("""id: "0", grant: full, categories: [identity], for: [uitvraag]""", """id: "1", grant: full, categories: [police], for: [uitvraag]""").Grants(Asking with { Purpose = "uitvraag" });
    }

    [Fact]
    public void Decide_CapWithoutFor_HoldsForUitvraagToo() =>
        Covenants.With(
            """id: "0", grant: full, categories: [identity], for: [uitvraag]""",
            """id: "1", grant: full, categories: [police], for: [uitvraag]""",
            """id: "2", cap: none, categories: [police]""").Gives(Asking with { Purpose = "uitvraag" }, Level.None, "2", DecisionReason.Capped);

    [Fact]
    public void Decide_GrantWithoutFor_MeetsEveryOtherPurpose()
    {
        var covenant = Covenants.With(Identity, """id: "1", grant: full, categories: [police]""");

        covenant.Grants(Asking);
        covenant.Grants(Asking with { Purpose = "regie" });
    }

    [Fact]
    public void Decide_CapForMissingConsent_NamesBothWaysOfMissing()
    {
        var covenant = Covenants.With(Identity, """id: "1", grant: full, categories: [police]""", """id: "2", cap: none, categories: [police], when: { consent: [withdrawn, absent] }""");

        covenant.Grants(Asking with { Consent = ConsentStatus.Given });
        covenant.Gives(Asking with { Consent = ConsentStatus.Withdrawn }, Level.None, "2", DecisionReason.Capped);
        covenant.Gives(Asking with { Consent = ConsentStatus.Absent }, Level.None, "2", DecisionReason.Capped);
        covenant.Gives(Asking with { Consent = null }, Level.None, "2", DecisionReason.Capped);
    }
}
