using Exchange.Audit;
using Exchange.Consent;
using Exchange.Dossiers;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>Writes the changes that an entry carries. False when one conflicts; the caller then undoes what came before it.</summary>
internal static class ChangeWriter
{
    /// <exception cref="ArgumentException">
    /// A change is of a kind that the store does not know, or holds what no row can: a fault of the program, and of that entry only.
    /// </exception>
    public static bool TryApply(PostgresSession session, PartnershipId partnership, IReadOnlyList<ILoggedChange> changes, long entry)
    {
        try
        {
            return changes.All(c => TryApply(session, partnership, c, entry));
        }
        catch (PostgresException e) when (PostgresFaults.IsForeignKey(e))
        {
            return false; // what the change refers to does not exist
        }
        catch (PostgresException e) when (PostgresFaults.IsOfTheValues(e))
        {
            throw new ArgumentException($"A change cannot be written: PostgreSQL error {e.SqlState}.", nameof(changes));
        }
    }

    private static bool TryApply(PostgresSession session, PartnershipId partnership, ILoggedChange change, long entry) => change switch
    {
        CaseOpened c => CaseRows.TryOpen(session, partnership, c),
        CaseMoved c => CaseRows.TryMove(session, partnership, c),
        TeamChanged c => TeamRows.TryChange(session, partnership, c),
        SectionContributed c => SectionRows.TryAdd(session, partnership, c.Case, c.Section),
        DocumentAttached c => DocumentRows.TryAttach(session, partnership, c),
        SectionWithdrawn c => SectionRows.TryWithdraw(session, partnership, c),
        SourceAsked c => RequestRows.TryAsk(session, partnership, c),
        SourceAnswered c => RequestRows.TryAnswer(session, partnership, c),
        EvidenceKept c => EvidenceRows.TryKeep(session, partnership, c),
        GlassBroken c => GlassRows.TryBreak(session, partnership, c),
        ControllerNotified c => NotificationRows.TryFile(session, partnership, c.Notification, entry),
        MeetingPlanned c => MeetingRows.TryPlan(session, partnership, c.Meeting),
        MeetingClosed c => MeetingRows.TryClose(session, partnership, c),
        ViewsWithdrawn c => MeetingRows.TryWithdraw(session, partnership, c),
        ViewFrozen c => FrozenViewRows.TryFreeze(session, partnership, c),
        CovenantProposed c => CovenantRows.TryKeep(session, partnership, c),
        CovenantSigned c => CovenantRows.TrySign(session, partnership, c),
        CovenantActivated c => CovenantRows.TryActivate(session, partnership, c),
        AnswerRemembered c => AnswerRows.TryRemember(session, partnership, c),
        MarkForgotten c => Forget(session, partnership, c),
        EntriesReindexed c => ReindexedRows.TryWrite(session, partnership, entry, c),
        EntriesPruned c => LogRows.TryPrune(session, partnership, c.Minimum),
        _ => throw new ArgumentException($"The store does not know how to write {change.GetType().Name}.", nameof(change)),
    };

    private static bool Forget(PostgresSession session, PartnershipId partnership, MarkForgotten change)
    {
        IndexRows.Forget(session, partnership, change.Mark);
        return true;
    }
}
