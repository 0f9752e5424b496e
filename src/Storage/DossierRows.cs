using System.Data.Common;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage;

/// <summary>What rows of dossiers say, whichever store they are of: both select the same columns in the same order.</summary>
internal static class DossierRows
{
    /// <summary>What <see cref="Section"/> reads, of sections as <c>s</c>.</summary>
    public const string SectionColumns =
        """
        s.section, s.version, s.sequence, s.category, s.source, s.ground, s.handling, s.recipients, s.embargo_until, s.secrecy, s.date, s.keep_until
        """;

    /// <summary>The column of the recipients, which each store keeps in its own way.</summary>
    public const int Recipients = 7;

    /// <summary>The first column behind <see cref="SectionColumns"/>.</summary>
    public const int AfterSection = 12;

    /// <summary>What <see cref="Request"/> reads, of requests as <c>r</c>.</summary>
    public const string RequestColumns =
        "r.request, r.section, r.recipient, r.purpose, r.asked_at, r.state, r.until, r.answers, r.sequence";

    /// <summary>What <see cref="ReceivedRequest"/> reads, of requests as <c>r</c>, sections as <c>s</c> and cases as <c>c</c>.</summary>
    public const string ReceivedRequestColumns =
        RequestColumns + ", s.version, s.category, s.keep_until, c.case_id, c.subject, c.state, c.opened_on, c.epoch";

    /// <summary>A case, from four columns on: its id, its subject, its state and the day on which it was opened.</summary>
    public static Case Case(DbDataReader row, int column) => new(
        new CaseId(row.GetString(column)),
        new SubjectId(row.GetString(column + 1)),
        (CaseState)row.GetInt32(column + 2),
        row.GetFieldValue<DateOnly>(column + 3));

    /// <summary>A case, its epoch, what somebody is to it, and its alias where it is on an agenda.</summary>
    public static ListedCase ListedCase(DbDataReader row) => new(
        Case(row, 0),
        row.GetInt64(4),
        (Relation)row.GetInt32(5),
        row.IsDBNull(6) ? null : row.GetString(6));

    /// <summary>A section, from the first column on.</summary>
    public static Section Section(DbDataReader row, IReadOnlyList<string> recipients, byte[] content) => new()
    {
        Id = new SectionId(row.GetString(0)),
        Version = row.GetInt32(1),
        Sequence = row.GetInt64(2),
        Category = row.GetString(3),
        Source = row.GetString(4),
        Ground = row.GetString(5),
        Handling = (Handling)row.GetInt32(6),
        Recipients = recipients,
        EmbargoUntil = MomentOrNull(row, 8),
        Secrecy = (Secrecy)row.GetInt32(9),
        Date = row.IsDBNull(10) ? null : Stored.Partial(row.GetString(10)),
        KeepUntil = row.GetFieldValue<DateOnly>(11),
        EncryptedContent = content,
    };

    public static SourceRequest Request(DbDataReader row) => new(
        new RequestId(row.GetString(0)),
        new SectionId(row.GetString(1)),
        row.GetString(2),
        row.GetString(3),
        Stored.Moment(row.GetInt64(4)),
        (RequestState)row.GetInt32(5),
        MomentOrNull(row, 6),
        row.GetInt32(7),
        row.GetInt64(8));

    public static ReceivedRequest ReceivedRequest(DbDataReader row) =>
        new(Case(row, 12), row.GetInt64(16), Request(row), row.GetInt32(9), row.GetString(10), row.GetFieldValue<DateOnly>(11));

    /// <summary>A meeting without its attendees and its agenda: its id, its forum and four moments.</summary>
    public static Meeting Meeting(DbDataReader row) => new()
    {
        Id = new MeetingId(row.GetString(0)),
        Forum = row.GetString(1),
        OpensAt = Stored.Moment(row.GetInt64(2)),
        StartsAt = Stored.Moment(row.GetInt64(3)),
        EndsAt = Stored.Moment(row.GetInt64(4)),
        ClosedAt = MomentOrNull(row, 5),
        Attendees = [],
        Agenda = [],
    };

    /// <summary>A case on an agenda: its id, its alias, and when its views were withdrawn.</summary>
    public static AgendaItem AgendaItem(DbDataReader row) =>
        new(new CaseId(row.GetString(0)), row.GetString(1)) { WithdrawnAt = MomentOrNull(row, 2) };

    /// <summary>Where somebody broke the glass: the role, the purpose, and until when.</summary>
    public static BrokenGlass BrokenGlass(DbDataReader row) => new(row.GetString(0), row.GetString(1), Stored.Moment(row.GetInt64(2)));

    /// <summary>A notification to a controller, behind the entry that it was written with.</summary>
    public static FiledNotification Notification(DbDataReader row, string controller) => new(
        row.GetInt64(0),
        new Notification
        {
            Controller = controller,
            Kind = (NotificationKind)row.GetInt32(1),
            At = Stored.Moment(row.GetInt64(2)),
            Partner = row.GetString(3),
            Role = row.GetString(4),
            Purpose = row.GetString(5),
            CasePseudonym = row.GetString(6),
            Until = Stored.Moment(row.GetInt64(7)),
            ReasonKey = row.GetString(8),
            SealedReason = row.GetFieldValue<byte[]>(9),
        });

    private static DateTimeOffset? MomentOrNull(DbDataReader row, int column) => row.IsDBNull(column) ? null : Stored.Moment(row.GetInt64(column));
}
