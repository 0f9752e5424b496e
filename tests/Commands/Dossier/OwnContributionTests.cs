using System.Text;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Dossier;

/// <summary>
/// Under a covenant whose view depends on secrecy. One response is one view: the lower of the two holds for all of it, also for
/// what the caller contributed itself.
/// </summary>
public sealed class OwnContributionTests : IAsyncDisposable
{
    private const string Ground = "AVG art. 6(1)(e)";

    private const string Text = """
        covenant: proef
        version: "1"
        title: Een convenant waarin het beeld van geheimhouding afhangt (fictieve tekst)
        inForce: { from: 2018-07-01 }
        signatories: [gemeente]
        controllers:
          gemeente: { name: Gemeente, oin: "00000001000000000001" }
          ggd: { name: GGD, oin: "00000001000000000003" }
        partners:
          oov: { name: OOV, controller: gemeente, circle: small, kinds: [kern], roles: [caseworker] }
          ggd: { name: GGD Amsterdam, controller: ggd, circle: small, kinds: [regisseur], roles: [caseworker] }
        purposes: [casusoverleg]
        forums:
          regieoverleg: { circle: small, members: [oov, ggd] }
        categories:
          identity: { title: Identiteit, identifying: true, fields: { surname: { type: text }, gender: { type: code, values: [man, vrouw], pseudonymised: keep, anonymised: keep } } }
          care: { title: Zorg, fields: { treatment: { type: code, values: [ambulant, klinisch], pseudonymised: keep, anonymised: keep } } }
        articles:
          - { id: "1", text: Iedereen ziet alles., grant: full, at: [regieoverleg], for: [casusoverleg], ground: AVG art. 6(1)(e) }
          - { id: "2", text: Zonder opheffing geen naam., cap: anonymised, categories: [identity], when: { secrecy: notLifted } }

        """;

    private readonly Installation _installation = new(Covenant.Load(Encoding.UTF8.GetBytes(Text)).Covenant!);

    [Fact]
    public async Task GetBasisdossier_ViewThatIsAnonymisedForOneSecrecy_LeavesOutOwnContributionsOfTheOther()
    {
        var oov = _installation.Person("oov", "medewerker-1", "caseworker");
        var ggd = _installation.Person("ggd", "arts-1", "caseworker");
        var care = new OfferedSection(
            "care", SectionContent.Of(("treatment", new TextValue("klinisch"))), Ground, Handling.Open, null, [], "Gevaar", null, Offers.KeepUntil);
        var identity = care with { Category = "identity", Content = SectionContent.Of(("gender", new TextValue("man"))) };
        var found = await _installation.ImportAsync(CaseState.Active, [("oov", identity), ("ggd", care)]);
        var meeting = await _installation.MeetingAsync("regieoverleg", found, oov, ggd);

        var toOov = (await oov.GetAsync("casusoverleg", found.ByAlias(meeting))).Value!.Message.Message.View;
        Assert.Equal((Level.Anonymised, "care"), (toOov.Level, Assert.Single(toOov.Sections).Category));
        var entry = Assert.Single(await _installation.EntriesOfAsync(async () =>
        {
            var toGgd = (await ggd.GetAsync("casusoverleg", found.ByAlias(meeting))).Value!.Message.Message.View;
            Assert.Equal((Level.Anonymised, "identity"), (toGgd.Level, Assert.Single(toGgd.Sections).Category));
        }));

        var own = entry.Decisions.Single(d => d.Source == "ggd");
        Assert.Equal(("none", "OWN_CONTRIBUTION", 1), (own.Level, own.Reason, own.Withheld));
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();
}
