using Exchange.Consent;
using Exchange.Dossiers;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>Reads the records, each time in one snapshot, whichever gateway wrote them.</summary>
internal sealed class PostgresDossierStore(PostgresDatabase database) : IDossierStore, IActiveCaseStore
{
    // The case that a query names: by its id, or by its alias at a meeting. No case has the name that is left when neither leads to one.
    private const string Named =
        """
        coalesce($2::text, (SELECT a.case_id FROM exchange.agenda AS a WHERE a.partnership = $1 AND a.meeting = $3::text AND a.alias = $4::text), 'nobody')
        """;

    public async Task<CaseReading> ReadCaseAsync(
        PartnershipId partnership, CaseQuery query, Func<CaseReading, bool> mayKnow, CancellationToken cancellation)
    {
        if (query.Case is null == query.Alias is null)
            throw new ArgumentException("A case is named by its id or by its alias.", nameof(query));
        return await database.ReadAsync(partnership, session => ReadCaseAsync(session, partnership, query, mayKnow, cancellation), cancellation)
            .ConfigureAwait(false);
    }

    public Task<CaseListReading> ListCasesAsync(PartnershipId partnership, CaseListQuery query, CancellationToken cancellation) =>
        WithEpochAsync(
            partnership,
            [CaseListRows.Listing(partnership, query)],
            async (epoch, row) => new CaseListReading(epoch, await ListAsync(row, DossierRows.ListedCase, cancellation).ConfigureAwait(false)),
            cancellation);

    public Task<ActiveCasesReading> ReadActiveCasesAsync(
        PartnershipId partnership, DateOnly keptOn, CaseId? after, int count, CancellationToken cancellation) =>
        database.ReadAsync(partnership, async session =>
        {
            await using var row = await session.QueryAsync(
                [ActiveCaseRows.Cases(partnership, after, count), ActiveCaseRows.Sections(partnership, keptOn, after, count)], last: true, cancellation)
                .ConfigureAwait(false);
            return await ActiveCaseRows.ReadAsync(row, count, cancellation).ConfigureAwait(false);
        }, cancellation);

    public Task<OwnSectionsReading> ListOwnSectionsAsync(PartnershipId partnership, OwnSectionsQuery query, CancellationToken cancellation) =>
        database.ReadAsync(partnership, async session =>
        {
            long epoch;
            List<OwnSection> sections;
            bool more;
            await using (var row = await session.QueryAsync(
                [PartnershipRows.ReadingEpoch(partnership), SectionRows.OfSource(partnership, query)], last: false, cancellation).ConfigureAwait(false))
            {
                epoch = await ReadEpochAsync(row, cancellation).ConfigureAwait(false);
                (sections, more) = await SectionRows.ReadOwnAsync(row, query.Count, cancellation).ConfigureAwait(false);
            }

            await using var of = await session.QueryAsync(
                [DocumentRows.OfSections(partnership, sections.Select(s => (s.Case.Id, s.Section.Id)))], last: true, cancellation).ConfigureAwait(false);
            var documents = await DocumentRows.ReadAsync(of, cancellation).ConfigureAwait(false);
            return new OwnSectionsReading(epoch, sections.ConvertAll(s => s with { Section = DocumentRows.With(s.Section, documents) }), more);
        }, cancellation);

    public Task<ReceivedRequestsReading> ListRequestsAsync(PartnershipId partnership, ReceivedRequestsQuery query, CancellationToken cancellation) =>
        WithEpochAsync(
            partnership,
            [RequestRows.Listing(partnership, query, query.Count + 1)],
            async (epoch, row) =>
            {
                var requests = await ListAsync(row, DossierRows.ReceivedRequest, cancellation).ConfigureAwait(false);
                return new ReceivedRequestsReading(epoch, [.. requests.Take(query.Count)], requests.Count > query.Count);
            },
            cancellation);

    public Task<(ReceivedRequest? Request, long PartnershipEpoch)> FindRequestAsync(
        PartnershipId partnership, string source, RequestId request, CancellationToken cancellation) =>
        WithEpochAsync(
            partnership,
            [RequestRows.Finding(partnership, source, request)],
            async (epoch, row) => (await FirstAsync(row, DossierRows.ReceivedRequest, cancellation).ConfigureAwait(false), epoch),
            cancellation);

    public Task<(Meeting? Meeting, long PartnershipEpoch)> ReadMeetingAsync(
        PartnershipId partnership, MeetingId meeting, CancellationToken cancellation) =>
        WithEpochAsync(
            partnership,
            MeetingRows.Finding(partnership, meeting),
            async (epoch, row) => (await MeetingRows.ReadAsync(row, cancellation).ConfigureAwait(false), epoch),
            cancellation);

    public Task<RecordedState> ReadStateAsync(PartnershipId partnership, CancellationToken cancellation) =>
        database.ReadAsync(partnership, async session =>
        {
            RecordedState state;
            IReadOnlyList<MeetingId> ids;
            await using (var row = await session.QueryAsync(StateRows.Reading(partnership), last: false, cancellation).ConfigureAwait(false))
                (state, ids) = await StateRows.ReadAsync(row, cancellation).ConfigureAwait(false);
            var meetings = new List<Meeting>();
            foreach (var id in ids)
            {
                await using var row = await session.QueryAsync(MeetingRows.Finding(partnership, id), last: false, cancellation).ConfigureAwait(false);
                if (await MeetingRows.ReadAsync(row, cancellation).ConfigureAwait(false) is { } meeting)
                    meetings.Add(meeting);
            }

            return state with { Meetings = meetings, Covenants = await CovenantRows.ReadStateAsync(session, partnership, cancellation).ConfigureAwait(false) };
        }, cancellation);

    public Task<SectionReading> ReadSectionAsync(PartnershipId partnership, SectionId section, CancellationToken cancellation) =>
        database.ReadAsync(partnership, async session =>
        {
            long epoch;
            SectionReading.Found? found;
            await using (var row = await session.QueryAsync(
                [PartnershipRows.ReadingEpoch(partnership), SectionRows.Finding(partnership, section)], last: false, cancellation).ConfigureAwait(false))
            {
                epoch = await ReadEpochAsync(row, cancellation).ConfigureAwait(false);
                found = await FirstAsync(row, SectionRows.ReadFound, cancellation).ConfigureAwait(false);
            }

            if (found is null)
                return new SectionReading(epoch, null);
            await using var of = await session.QueryAsync(
                [DocumentRows.OfCase(partnership, found.Case.Id, section)], last: true, cancellation).ConfigureAwait(false);
            var documents = await DocumentRows.ReadAsync(of, cancellation).ConfigureAwait(false);
            return new SectionReading(epoch, found with { Newest = DocumentRows.With(found.Newest, documents) });
        }, cancellation);

    public Task<long> ReadPartnershipEpochAsync(PartnershipId partnership, CancellationToken cancellation) =>
        WithEpochAsync(partnership, [], (epoch, _) => Task.FromResult(epoch), cancellation);

    public Task<SubjectId?> FindSubjectAsync(PartnershipId partnership, ReadOnlyMemory<byte> subjectIndex, CancellationToken cancellation) =>
        OneAsync<SubjectId?>(partnership, CaseRows.FindingSubject(partnership, subjectIndex), row => new SubjectId(row.GetString(0)), cancellation);

    public Task<RememberedAnswer?> FindAnswerAsync(PartnershipId partnership, string partner, string key, CancellationToken cancellation) =>
        database.ReadConfirmedAsync(partnership, AnswerRows.Finding(partnership, partner, key), AnswerRows.Read, cancellation);

    public Task<(CaseId Case, KeptEvidence Evidence)?> FindEvidenceAsync(
        PartnershipId partnership, EvidencePlace place, CancellationToken cancellation) =>
        OneAsync<(CaseId, KeptEvidence)?>(partnership, EvidenceRows.Finding(partnership, place), row => EvidenceRows.Read(row), cancellation);

    public Task<FrozenView?> FindFrozenViewAsync(PartnershipId partnership, MeetingId meeting, CaseId @case, CancellationToken cancellation) =>
        OneAsync(partnership, FrozenViewRows.Finding(partnership, meeting, @case), FrozenViewRows.Read, cancellation);

    public Task<NotificationsReading> ListNotificationsAsync(
        PartnershipId partnership, string controller, long before, int count, NotificationKind? without, CancellationToken cancellation) =>
        WithEpochAsync(
            partnership,
            [NotificationRows.Listing(partnership, controller, before, count + 1, without)],
            async (epoch, row) =>
            {
                var notifications = await ListAsync(row, r => DossierRows.Notification(r, controller), cancellation).ConfigureAwait(false);
                return new NotificationsReading(epoch, [.. notifications.Take(count)], notifications.Count > count);
            },
            cancellation);

    public Task<ReadOnlyMemory<byte>?> ReadCovenantDigestAsync(PartnershipId partnership, CancellationToken cancellation) =>
        OneAsync<ReadOnlyMemory<byte>?>(
            partnership, PartnershipRows.ReadingCovenantDigest(partnership), row => row.GetFieldValue<byte[]>(0), cancellation);

    // The same statements for a case that is not there, up to where the caller may know of it.
    private static async Task<CaseReading> ReadCaseAsync(
        PostgresSession session, PartnershipId partnership, CaseQuery query, Func<CaseReading, bool> mayKnow, CancellationToken cancellation)
    {
        object?[] named = [partnership.Value, query.Case is { } id ? id.Value ?? "" : null, query.Meeting?.Value, query.Alias];
        CaseReading standing;
        await using (var row = await session.QueryAsync(
            [
                PartnershipRows.ReadingEpoch(partnership),
                .. MeetingRows.Finding(partnership, query.Meeting),
                CaseRows.Finding(Named, named),
                TeamRows.Finding(Named, query.Partner, query.Actor, named),
                GlassRows.Finding(Named, query.Partner, query.Actor, named),
            ],
            last: false,
            cancellation).ConfigureAwait(false))
        {
            var epoch = await ReadEpochAsync(row, cancellation).ConfigureAwait(false);
            var meeting = await MeetingRows.ReadAsync(row, cancellation).ConfigureAwait(false);
            var there = await FirstAsync(row, r => new Standing(DossierRows.Case(r, 0), r.GetInt64(4)), cancellation).ConfigureAwait(false);
            await row.NextResultAsync(cancellation).ConfigureAwait(false);
            var relation = await row.ReadAsync(cancellation).ConfigureAwait(false) ? (Relation)row.GetInt32(0) : Relation.None;
            await row.NextResultAsync(cancellation).ConfigureAwait(false);
            var glass = await ListAsync(row, DossierRows.BrokenGlass, cancellation).ConfigureAwait(false);
            standing = new CaseReading(epoch, meeting, there is null ? null : new CaseReading.Found(there.Case, there.Epoch, relation, [], glass));
        }

        if (!mayKnow(standing) || standing.Case is not { } wanted)
            return standing;
        await using var content = await session.QueryAsync(
            [
                SectionRows.OfCase(partnership, wanted.Case.Id),
                DocumentRows.OfCase(partnership, wanted.Case.Id),
                RequestRows.OfRecipient(partnership, wanted.Case.Id, query.Partner),
            ],
            last: true,
            cancellation).ConfigureAwait(false);
        var sections = await SectionRows.ReadAsync(content, cancellation).ConfigureAwait(false);
        await content.NextResultAsync(cancellation).ConfigureAwait(false);
        var documents = await DocumentRows.ReadAsync(content, cancellation).ConfigureAwait(false);
        await content.NextResultAsync(cancellation).ConfigureAwait(false);
        var asked = await RequestRows.ReadAsync(content, cancellation).ConfigureAwait(false);
        return standing with
        {
            Case = wanted with { Sections = sections.ConvertAll(s => RequestRows.With(DocumentRows.With(s, documents), asked)) },
        };
    }

    private Task<T> WithEpochAsync<T>(
        PartnershipId partnership, IReadOnlyList<Statement> statements, Func<long, NpgsqlDataReader, Task<T>> read, CancellationToken cancellation) =>
        database.ReadAsync(partnership, async session =>
        {
            await using var row = await session.QueryAsync(
                [PartnershipRows.ReadingEpoch(partnership), .. statements], last: true, cancellation).ConfigureAwait(false);
            return await read(await ReadEpochAsync(row, cancellation).ConfigureAwait(false), row).ConfigureAwait(false);
        }, cancellation);

    private Task<T?> OneAsync<T>(PartnershipId partnership, Statement statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellation) =>
        database.ReadAsync(partnership, async session =>
        {
            await using var row = await session.QueryAsync([statement], last: true, cancellation).ConfigureAwait(false);
            return await row.ReadAsync(cancellation).ConfigureAwait(false) ? read(row) : default;
        }, cancellation);

    // The epoch of a partnership in which nothing happened yet is 0. The reader stands at the next result afterwards.
    private static async Task<long> ReadEpochAsync(NpgsqlDataReader row, CancellationToken cancellation)
    {
        var epoch = await row.ReadAsync(cancellation).ConfigureAwait(false) ? row.GetInt64(0) : 0;
        await row.NextResultAsync(cancellation).ConfigureAwait(false);
        return epoch;
    }

    private static async Task<T?> FirstAsync<T>(NpgsqlDataReader row, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
        where T : class =>
        await row.ReadAsync(cancellation).ConfigureAwait(false) ? read(row) : null;

    private static async Task<List<T>> ListAsync<T>(NpgsqlDataReader row, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        var list = new List<T>();
        while (await row.ReadAsync(cancellation).ConfigureAwait(false))
            list.Add(read(row));
        return list;
    }

    private sealed record Standing(Case Case, long Epoch);
}
