using System.Text;
using Exchange.Audit.V1;
using Exchange.Consent;

namespace Exchange.Commands.Tests.MainJob;

/// <summary>Holds the entry of one call to what was asked and answered.</summary>
internal static class EntryCheck
{
    public static void Check(PersonaPartnership partnership, Situation asked, Entry entry, byte[]? hmac)
    {
        var expected = partnership.Expect(asked);
        var (installation, dossier) = (partnership.Installation, partnership.Dossiers[asked.Dossier]);
        Assert.Equal(Entry.EventOneofCase.DossierRead, entry.EventCase);
        Assert.Equal(asked.Partner, entry.Caller.Partner);
        Assert.Equal(asked.Role, entry.Caller.Role);
        Assert.Equal(installation.Covenant.Digest.ToArray(), entry.CovenantDigest.ToByteArray());
        if (expected.Refusal is { } reason)
        {
            Assert.Equal(Outcome.Refused, entry.Outcome);
            Assert.Equal(ReasonName.Of(reason), entry.Reason);
            Assert.Empty(entry.Decisions);
            Assert.Empty(entry.ResponseHmac);
            return;
        }

        Assert.Equal(Outcome.Released, entry.Outcome);
        Assert.Equal("", entry.Reason);
        Assert.Equal(hmac, entry.ResponseHmac.ToByteArray());
        Assert.Equal(Words.Of(asked.Relation), entry.Caller.Relation);
        Assert.Equal((asked.Forum, asked.Purpose), (entry.DecisionInput.Forum, entry.DecisionInput.Purpose));
        Assert.Equal(Words.Of(dossier.Case.State), entry.DecisionInput.CaseState);
        Assert.Equal(("none", false), (entry.DecisionInput.Restriction, entry.DecisionInput.BreakGlass));
        Assert.Equal(
            string.Join('\n', expected.Trail.Select(Describe).Order(StringComparer.Ordinal)),
            string.Join('\n', entry.Decisions.Select(Describe).Order(StringComparer.Ordinal)));

        // Sealed, and only readable with the keys: a sample, for it is the same code each time.
        if (asked.Dossier % 16 == 0)
        {
            Assert.Equal("somebody-" + Words.Of(asked.Relation), Encoding.UTF8.GetString(installation.Open(entry.Caller.Actor)));
            Assert.Equal(dossier.Case.Id.Value, installation.About(entry)!.CaseId);
            Assert.Equal(dossier.Case.Subject.Value, installation.About(entry)!.SubjectId);
        }
    }

    private static string Describe(ExpectedKind k) =>
        $"{k.Category} {k.Source} {Words.Of(k.Secrecy)} {Words.Of(k.Handling)} {Words.Of(k.Level)} {k.Article} {Words.Of(k.Reason)} {k.Released} {k.Withheld}";

    private static string Describe(CategoryDecision d) =>
        $"{d.Category} {d.Source} {d.Secrecy} {d.Handling} {d.Level} {d.Article} {d.Reason} {d.Released} {d.Withheld}";
}
