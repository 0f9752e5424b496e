using Exchange.Disclosure.Tests.Redaction;
using FsCheck;
using FsCheck.Fluent;

namespace Exchange.Disclosure.Tests.Release;

/// <summary>The gate finds what the redactor should have, by another way.</summary>
public sealed class GateOfAFamilyTests
{
    private static readonly ReleaseGate Gate = new(Redacting.Family);

    [Theory]
    [InlineData("Hij sprak met Mohammed over thuis.")]
    [InlineData("hij sprak met m-o-h-a-m-m-e-d")]
    [InlineData("ELIDRISSI is er niet")]
    [InlineData("de ídrissi-zaak")]
    [InlineData("bel 06 12 34 56 78")]
    [InlineData("bsn 9999.93.653")]
    [InlineData("m.idrissi@example.nl")]
    [InlineData("aan de Verzonnenstraat 12 in de stad")]
    [InlineData("met zwervertje020 gespeeld")]
    [InlineData("Bram was er.")]
    public void Find_TextWithAnIdentifier_Does(string text) => Assert.NotNull(Gate.Find(text));

    [Theory]
    [InlineData("")]
    [InlineData("[persoon 1] sprak met [moeder van persoon 1] op [maart 2021].")]
    [InlineData("De bramen zijn rijp en het verzonnen plan is goed.")]
    [InlineData("\ud800 half \udc00")]
    public void Find_TextWithout_DoesNot(string text) => Assert.Null(Gate.Find(text));

    [Fact]
    public void Find_IdentifierAnywhereInAnyText_Does()
    {
        var identifiers = new[] { "Mohammed", "El Idrissi", "999993653", "06-12345678", "m.idrissi@example.nl", "Verzonnenstraat 12", "zwervertje020", "Fatima" };
        var disguises = new Func<string, string>[]
        {
            s => s, s => s.ToUpperInvariant(), s => string.Join('\u200b', s.ToCharArray()), s => string.Join(' ', s.ToCharArray()), s => string.Concat(s.Select(c => c + "\u0301")), s => s.Replace('a', '\u0430'),
        };
        Prop.ForAll(
            ArbMap.Default.ArbFor<string?>(),
            ArbMap.Default.ArbFor<string?>(),
            Gen.Choose(0, (identifiers.Length * disguises.Length) - 1).ToArbitrary(),
            (before, after, which) => Gate.Find($"{before} {disguises[which / identifiers.Length](identifiers[which % identifiers.Length])} {after}") is not null).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Find_WhatTheRedactorLeavesOfATextAboutTheDossier_DoesNot() =>
        Assert.Null(Gate.Find(Redacting.Text("Mohammed El Idrissi en Fatima Bakker wonen op Verzonnenstraat 12. Bel 0612345678, BSN 999993653.")));
}
