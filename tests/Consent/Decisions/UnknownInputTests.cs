using static Exchange.Consent.Tests.Expectations;

namespace Exchange.Consent.Tests;

public sealed class UnknownInputTests
{
    private static readonly DecisionInput Asking = Covenants.Asking;

    /// <summary>A condition that matches what is asked, and the same question with that input unknown.</summary>
    public static TheoryData<string, string> Unknowns => new()
    {
        { "from: [oov]", "source" },
        { "to: { relation: none }", "relation" },
        { "at: [regieoverleg]", "forum" },
        { "to: { circle: small }", "forum" },
        { "for: [casusoverleg]", "purpose" },
        { "when: { consent: absent }", "consent" },
        { "when: { secrecy: notLifted }", "secrecy" },
    };

    [Theory]
    [MemberData(nameof(Unknowns))]
    public void Decide_UnknownInput_FailsAGrantThatTestsIt(string condition, string unknown)
    {
        var covenant = Covenants.With(Identity, $"""id: "1", grant: full, categories: [police], {condition}""");

        covenant.Grants(Asking);
        foreach (var input in Without(unknown))
            covenant.Refuses(input);
    }

    [Theory]
    [MemberData(nameof(Unknowns))]
    public void Decide_UnknownInput_AppliesACapThatTestsIt(string condition, string unknown)
    {
        var covenant = Covenants.With(Identity, """id: "1", grant: full, for: [casusoverleg, regie]""", """id: "1a", grant: full""", $"""id: "2", cap: none, categories: [police], {condition}""");

        // A grant without `for` cannot match an unknown purpose, which might be uitvraag: nothing is left to cap.
        foreach (var input in Without(unknown))
        {
            if (unknown == "purpose")
                covenant.Refuses(input);
            else
                covenant.Gives(input, Level.None, "2", DecisionReason.Capped);
        }
    }

    [Theory]
    [MemberData(nameof(Unknowns))]
    public void Decide_UnknownInput_ButAnotherConditionFails_RulesOutTheCap(string condition, string unknown)
    {
        var covenant = Covenants.With(Identity, """id: "1", grant: full, categories: [police]""", $"""id: "2", cap: none, categories: [care], {condition}""");

        foreach (var input in Without(unknown).Where(_ => unknown != "purpose"))
            covenant.Grants(input);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("vreemd")]
    [InlineData("Politie")]
    [InlineData("")]
    public void Decide_UnknownPartner_GivesNone(string? partner) =>
        Covenants.With(Identity, """id: "1", grant: full""").Refuses(Asking with { Partner = partner });

    [Theory]
    [InlineData(null)]
    [InlineData("vreemd")]
    [InlineData("coordinator")] // defined, but not listed for politie
    public void Decide_RoleNotListedForThePartner_GivesNone(string? role) =>
        Covenants.With(Identity, """id: "1", grant: full""").Refuses(Asking with { Role = role, Roles = role is null ? ["regisseur"] : [role] });

    [Theory]
    [InlineData(null)]
    [InlineData("vreemd")]
    public void Decide_UnknownCategory_GivesNone(string? category) =>
        Covenants.With(Identity, """id: "1", grant: full""").Refuses(Asking with { Category = category });

    [Fact]
    public void Decide_UnknownSource_MeetsAGrantThatDoesNotTestIt() =>
        Covenants.With(Identity, """id: "1", grant: full, categories: [police]""").Grants(Asking with { Source = null });

    [Fact]
    public void Decide_UnknownPurpose_FailsAGrantWithoutFor() =>
        Covenants.With(Identity, """id: "1", grant: full, categories: [police]""").Refuses(Asking with { Purpose = null });

    [Fact]
    public void Decide_ValueOutsideItsEnumeration_IsUnknown()
    {
        var covenant = Covenants.With(
            Identity, """id: "1", grant: full, categories: [police], to: { relation: [none, lead, duo, member] }, when: { consent: [given, withdrawn, absent], secrecy: [lifted, notLifted] }""");

        covenant.Grants(Asking);
        covenant.Refuses(Asking with { Relation = (Relation)99 });
        covenant.Refuses(Asking with { Consent = (ConsentStatus)99 });
        covenant.Refuses(Asking with { Secrecy = (Secrecy)99 });
        covenant.Guards(Asking with { Case = (CaseState)99 });
        covenant.Guards(Asking with { Handling = (Handling)99 });
    }

    [Fact]
    public void Decide_Nothing_IsGuarded() =>
        Covenants.With(Identity).Guards(new DecisionInput(null, null, null, null, null, null, null, null, null, null, null, null, null, null));

    private static IEnumerable<DecisionInput> Without(string unknown) => unknown switch
    {
        "source" => [Asking with { Source = null }, Asking with { Source = "vreemd" }],
        "relation" => [Asking with { Relation = null }],
        "forum" => [Asking with { Forum = null }, Asking with { Forum = "vreemd" }],
        "purpose" => [Asking with { Purpose = null }, Asking with { Purpose = "vreemd" }],
        "consent" => [Asking with { Consent = null }],
        "secrecy" => [Asking with { Secrecy = null }],
        _ => throw new ArgumentOutOfRangeException(nameof(unknown)),
    };
}
