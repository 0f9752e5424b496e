using System.Text.Json;
using Exchange.Cli.Demo;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Cli.Tests.Demo;

public class SyntheticDossiersTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);
    private static readonly Covenant Covenant = Exchange.Consent.Covenant.Load(File.ReadAllBytes(SampleCovenant.Path)).Covenant!;

    private readonly IReadOnlyList<SyntheticDossier> _dossiers = SyntheticDossiers.Make(Covenant, Today);

    [Fact]
    public void Make_Twice_GivesTheSame()
    {
        Assert.Equal(60, _dossiers.Count);
        Assert.Equal(Written(_dossiers), Written(SyntheticDossiers.Make(Covenant, Today)));
    }

    [Fact]
    public void Make_Bsns_PassTheElevenTestInTheTestRangeAndDiffer()
    {
        var bsns = _dossiers.Select(d => d.Person.Bsn).ToList();

        Assert.All(bsns, b => Assert.True(Bsn.IsValid(b)));
        Assert.All(bsns, b => Assert.StartsWith("9999", b));
        Assert.Equal(bsns.Count, bsns.Distinct().Count());
    }

    [Fact]
    public void Make_EverySection_IsOneThatTheCovenantTakes()
    {
        foreach (var (source, section) in _dossiers.SelectMany(d => d.Sections))
        {
            Assert.Empty(ContentRules.Check(Covenant.Categories[section.Category], section.Content));
            Assert.True(Covenant.MayContribute(source, section.Category, section.Ground), $"{source} {section.Category}");
        }
    }

    [Fact]
    public void Make_EveryTeam_HasALeadOfAPartnerThatDirects()
    {
        Assert.All(_dossiers, d => Assert.Equal(Relation.Lead, d.Lead.Relation));
        Assert.All(_dossiers, d => Assert.Contains(PartnerKind.Regisseur, Covenant.Partners[d.Lead.Partner].Kinds));
        Assert.All(_dossiers, d => Assert.Equal(d.Team.Count, d.Team.Select(m => (m.Partner, m.Actor)).Distinct().Count()));
        Assert.Contains(_dossiers, d => d.Team.Any(m => m.Relation == Relation.Member));
        Assert.Contains(_dossiers, d => d.Team.Any(m => m.Relation == Relation.Duo));
    }

    [Fact]
    public void Make_AllTogether_ShowEveryKindOfHandling()
    {
        var sections = _dossiers.SelectMany(d => d.Sections).ToList();

        Assert.Contains(sections, s => s.Section.Handling == Handling.Secret);
        Assert.Contains(sections, s => s.Section.EmbargoUntil is not null);
        Assert.Contains(sections, s => s.Section.Handling is null && Covenant.Partners[s.Source].Handling == Handling.AskSource && s.Section.Recipients.Count == 0);
        Assert.Contains(sections, s => s.Section.SecrecyLiftedBecause.Length > 0);
        Assert.Contains(sections, s => s.Section is { Category: "care", SecrecyLiftedBecause: "" });
        Assert.Superset(
            new HashSet<string> { "oov", "politie", "om", "wpi", "ojz", "ggd", "arkin", "jbra" },
            sections.Select(s => s.Source).ToHashSet());
    }

    [Fact]
    public void Make_SecretAddress_IsInNoOpenSection()
    {
        var hidden = _dossiers.Where(d => d.Sections.Any(s => s.Section.Handling == Handling.Secret)).ToList();

        Assert.NotEmpty(hidden);
        Assert.All(hidden, d => Assert.DoesNotContain(
            d.Sections,
            s => s.Section.Handling != Handling.Secret && JsonSerializer.Serialize(s.Section.Content.Fields).Contains(d.Person.Address.Street, StringComparison.Ordinal)));
    }

    [Fact]
    public void Make_Narratives_NameTheirPerson() => Assert.All(
        _dossiers.SelectMany(d => d.Sections.Select(s => (d.Person, s.Section)).Where(s => s.Section.Content.Fields.ContainsKey("narrative"))),
        s => Assert.Contains(s.Person.FirstName, ((TextValue)s.Section.Content.Fields["narrative"]).Text));

    [Fact]
    public void Make_Addresses_LieInAndOutsideTheDistricts()
    {
        var digits = _dossiers.Select(d => int.Parse(d.Person.Address.Postcode[..4], System.Globalization.CultureInfo.InvariantCulture)).ToList();

        Assert.Contains(digits, d => Covenant.Districts.Any(area => area.Postcodes.Any(r => r.Contains(d))));
        Assert.Contains(digits, d => !Covenant.Districts.Any(area => area.Postcodes.Any(r => r.Contains(d))));
    }

    private static string Written(IEnumerable<SyntheticDossier> dossiers) => string.Join(
        '\n',
        dossiers.SelectMany(d => d.Sections.Select(s => $"{d.Number} {s.Source} {s.Section with { Content = SectionContent.Empty, Recipients = [] }} {Convert.ToHexString(s.Section.Content.ToBytes())} {string.Join(',', s.Section.Recipients)}")
            .Concat(d.Team.Select(m => m.ToString()))));
}
