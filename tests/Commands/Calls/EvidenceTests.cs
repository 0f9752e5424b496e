using System.Security.Cryptography;
using System.Text;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Calls;

/// <summary>What is signed is kept with what it brought, in the same transaction, or neither is.</summary>
public sealed class EvidenceTests : IAsyncDisposable
{
    private readonly Installation _installation = new();
    private readonly Person _lead;

    public EvidenceTests() => _lead = _installation.Person("politie", "agent-1", "regisseur");

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Fact]
    public async Task Contribute_KeepsTheRequestUnderItsSection()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));

        var entries = await _installation.EntriesOfAsync(() => _lead.ContributeAsync("regie", found.ById(), Offers.Police(), bytes: "the request"));

        var entry = Assert.Single(entries);
        var place = EvidencePlace.Section(new SectionId(entry.SectionContributed.SectionId), entry.SectionContributed.Version);
        var (@case, kept) = (await FindAsync(place))!.Value;
        Assert.Equal(found.Id, @case);
        Assert.Equal("e30.dGhlIHJlcXVlc3Q.c2lnbmF0dXJl", _installation.Get<EvidenceKeeper>().Open(_installation.Partnership, @case, place, kept));
        Assert.Equal("key-1", entry.Evidence.Kid);
        Assert.Equal(SHA256.HashData("e30..c2lnbmF0dXJl"u8), entry.Evidence.JwsSha256.ToByteArray());
        Assert.Equal(SHA256.HashData(kept.PublicKey.Span), entry.Evidence.KeySha256.ToByteArray());
        Assert.DoesNotContain("request", Encoding.UTF8.GetString(kept.EncryptedJws.Span), StringComparison.Ordinal);
        Assert.DoesNotContain("dGhlIHJlcXVlc3Q", Encoding.UTF8.GetString(kept.EncryptedJws.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contribute_WhileTheRecordsMove_KeepsOne()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        var moves = 0;
        _installation.Faults.AfterReading = async () =>
        {
            if (moves++ == 0)
                await _installation.ChangeTeamAsync(found, new TeamMember("politie", "agent-2", Relation.Member));
        };

        var entries = await _installation.EntriesOfAsync(() => _lead.ContributeAsync("regie", found.ById(), Offers.Police(), bytes: "the request"));

        var entry = entries[^1];
        Assert.True(moves > 1);
        Assert.NotNull(await FindAsync(EvidencePlace.Section(new SectionId(entry.SectionContributed.SectionId), 1)));
        Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => _installation.Tamper("UPDATE evidence SET version = 2"));
    }

    [Fact]
    public async Task RefusedContribution_KeepsNothing()
    {
        var found = await _installation.ActiveCaseAsync();
        var entries = await _installation.EntriesOfAsync(() => _lead.ContributeAsync("regie", found.ById(), Offers.Police()));
        Assert.Equal(Outcome.Refused, Assert.Single(entries).Outcome);
        Assert.Null(entries[0].Evidence);
    }

    [Fact]
    public async Task TakenOverSection_HasNone()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        var reading = await _installation.Get<IDossierStore>().ReadCaseAsync(
            _installation.Partnership, new CaseQuery(found.Id, null, null, _lead.Partner, _lead.Actor), _ => true, TestContext.Current.CancellationToken);
        foreach (var section in reading.Case!.Sections)
            Assert.Null(await FindAsync(EvidencePlace.Section(section.Id, section.Version)));
    }

    [Fact]
    public void SignedRequest_Printed_ShowsNothingOfTheRequest() => Assert.Equal(
        "SignedRequest { KeyId = key-1 }", new SignedRequest("secret"u8.ToArray(), "e30..c2ln", "key-1", "key"u8.ToArray()).ToString());

    private Task<(CaseId Case, KeptEvidence Evidence)?> FindAsync(EvidencePlace place) =>
        _installation.Get<IDossierStore>().FindEvidenceAsync(_installation.Partnership, place, TestContext.Current.CancellationToken);
}
