using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Sqlite;

/// <summary>Reads the records, each time in one snapshot.</summary>
/// <remarks>SQLite answers from memory or a local disk: the work is done on the calling thread, in well under a millisecond.</remarks>
internal sealed class SqliteDossierStore(SqliteDatabase database, RecordsVersion version) : IDossierStore, IActiveCaseStore
{
    // No case has this name.
    private static readonly CaseId Nobodys = new("nobody");

    // Beside another process that writes, nothing tells that the records changed.
    private readonly CaseReadings? _readings = database.IsOwned ? new CaseReadings(version) : null;

    public Task<CaseReading> ReadCaseAsync(
        PartnershipId partnership, CaseQuery query, Func<CaseReading, bool> mayKnow, CancellationToken cancellation)
    {
        if (query.Case is null == query.Alias is null)
            throw new ArgumentException("A case is named by its id or by its alias.", nameof(query));
        return Answer(
            () => _readings is null ? Read().Reading : _readings.GetOrRead(partnership, query, mayKnow, Read),
            cancellation);

        (CaseReading Reading, bool IsWhole) Read() => database.Read(session => ReadCase(session, partnership, query, mayKnow));
    }

    public Task<CaseListReading> ListCasesAsync(PartnershipId partnership, CaseListQuery query, CancellationToken cancellation) =>
        Read(s => new CaseListReading(PartnershipRows.ReadEpoch(s, partnership), CaseListRows.Read(s, partnership, query)), cancellation);

    public Task<ActiveCasesReading> ReadActiveCasesAsync(
        PartnershipId partnership, DateOnly keptOn, CaseId? after, int count, CancellationToken cancellation) =>
        Read(s => ActiveCaseRows.Read(s, partnership, keptOn, after, count), cancellation);

    public Task<OwnSectionsReading> ListOwnSectionsAsync(PartnershipId partnership, OwnSectionsQuery query, CancellationToken cancellation) =>
        Read(
            s =>
            {
                var (sections, more) = SectionRows.ReadOwn(s, partnership, query);
                return new OwnSectionsReading(PartnershipRows.ReadEpoch(s, partnership), sections, more);
            },
            cancellation);

    public Task<ReceivedRequestsReading> ListRequestsAsync(PartnershipId partnership, ReceivedRequestsQuery query, CancellationToken cancellation) =>
        Read(
            s =>
            {
                var (requests, more) = RequestRows.ReadReceived(s, partnership, query);
                return new ReceivedRequestsReading(PartnershipRows.ReadEpoch(s, partnership), requests, more);
            },
            cancellation);

    public Task<(ReceivedRequest? Request, long PartnershipEpoch)> FindRequestAsync(
        PartnershipId partnership, string source, RequestId request, CancellationToken cancellation) =>
        Read(s => (RequestRows.Find(s, partnership, source, request), PartnershipRows.ReadEpoch(s, partnership)), cancellation);

    public Task<(Meeting? Meeting, long PartnershipEpoch)> ReadMeetingAsync(
        PartnershipId partnership, MeetingId meeting, CancellationToken cancellation) =>
        Read(s => (MeetingRows.Find(s, partnership, meeting), PartnershipRows.ReadEpoch(s, partnership)), cancellation);

    public Task<RecordedState> ReadStateAsync(PartnershipId partnership, CancellationToken cancellation) =>
        Read(s => StateRows.Read(s, partnership), cancellation);

    public Task<SectionReading> ReadSectionAsync(PartnershipId partnership, SectionId section, CancellationToken cancellation) =>
        Read(s => new SectionReading(PartnershipRows.ReadEpoch(s, partnership), SectionRows.Find(s, partnership, section)), cancellation);

    public Task<long> ReadPartnershipEpochAsync(PartnershipId partnership, CancellationToken cancellation) =>
        Read(s => PartnershipRows.ReadEpoch(s, partnership), cancellation);

    public Task<SubjectId?> FindSubjectAsync(PartnershipId partnership, ReadOnlyMemory<byte> subjectIndex, CancellationToken cancellation) =>
        Read(s => CaseRows.FindSubject(s, partnership, subjectIndex), cancellation);

    public Task<RememberedAnswer?> FindAnswerAsync(PartnershipId partnership, string partner, string key, CancellationToken cancellation) =>
        Read(s => AnswerRows.Find(s, partnership, partner, key), cancellation);

    public Task<(CaseId Case, KeptEvidence Evidence)?> FindEvidenceAsync(
        PartnershipId partnership, EvidencePlace place, CancellationToken cancellation) =>
        Read(s => EvidenceRows.Find(s, partnership, place), cancellation);

    public Task<FrozenView?> FindFrozenViewAsync(PartnershipId partnership, MeetingId meeting, CaseId @case, CancellationToken cancellation) =>
        Read(s => FrozenViewRows.Find(s, partnership, meeting, @case), cancellation);

    public Task<NotificationsReading> ListNotificationsAsync(
        PartnershipId partnership, string controller, long before, int count, NotificationKind? without, CancellationToken cancellation) =>
        Read(
            s =>
            {
                var (notifications, more) = NotificationRows.Read(s, partnership, controller, before, count, without);
                return new NotificationsReading(PartnershipRows.ReadEpoch(s, partnership), notifications, more);
            },
            cancellation);

    public Task<ReadOnlyMemory<byte>?> ReadCovenantDigestAsync(PartnershipId partnership, CancellationToken cancellation) =>
        Read(s => PartnershipRows.ReadCovenantDigest(s, partnership) is { } digest ? new ReadOnlyMemory<byte>(digest) : (ReadOnlyMemory<byte>?)null, cancellation);

    // The same statements for a case that is not there, up to where the caller may know of it.
    private static (CaseReading Reading, bool IsWhole) ReadCase(
        SqliteSession session, PartnershipId partnership, CaseQuery query, Func<CaseReading, bool> mayKnow)
    {
        var epoch = PartnershipRows.ReadEpoch(session, partnership);
        var meeting = query.Meeting is { } id ? MeetingRows.Find(session, partnership, id) : null;
        var known = query.Case ?? meeting?.Agenda.FirstOrDefault(a => a.Alias == query.Alias)?.Case ?? Nobodys;
        var found = CaseRows.Find(session, partnership, known);
        var relation = TeamRows.Find(session, partnership, known, query.Partner, query.Actor);
        var glass = GlassRows.Read(session, partnership, known, query.Partner, query.Actor);
        var standing = new CaseReading(
            epoch, meeting, found is { } there ? new CaseReading.Found(there.Case, there.Epoch, relation, [], glass) : null);
        if (!mayKnow(standing) || standing.Case is not { } wanted)
            return (standing, false);
        var sections = RequestRows.Attach(session, partnership, known, query.Partner, SectionRows.ReadNewest(session, partnership, known));
        return (standing with { Case = wanted with { Sections = sections } }, true);
    }

    private Task<T> Read<T>(Func<SqliteSession, T> read, CancellationToken cancellation) => Answer(() => database.Read(read), cancellation);

    private static Task<T> Answer<T>(Func<T> read, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellation);
        try
        {
            return Task.FromResult(read());
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }
}
