namespace Exchange.Dossiers;

/// <summary>
/// A planned sitting of a forum: who attends and which cases are on its agenda. It opens for preparation some days before it
/// starts and is over when its minutes are fixed, or a day after its planned end when nobody fixed them.
/// </summary>
public sealed record Meeting
{
    /// <summary>How long after its planned end a meeting stays open for its minutes.</summary>
    public static readonly TimeSpan MinutesDue = TimeSpan.FromDays(1);

    /// <summary>The meeting.</summary>
    public required MeetingId Id { get; init; }

    /// <summary>The forum that sits, by the covenant's name.</summary>
    public required string Forum { get; init; }

    /// <summary>When preparation opens.</summary>
    public required DateTimeOffset OpensAt { get; init; }

    /// <summary>When the sitting starts.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>When the sitting is planned to end.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>When its minutes were fixed, or null.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Who attends.</summary>
    public required IReadOnlyList<Attendee> Attendees { get; init; }

    /// <summary>The cases on its agenda, each under an alias of this meeting.</summary>
    public required IReadOnlyList<AgendaItem> Agenda { get; init; }

    /// <summary>Whether the meeting is open at a moment: preparation has begun and it is not over.</summary>
    public bool IsOpen(DateTimeOffset now) => ClosedAt is null && OpensAt <= now && now < EndsAt + MinutesDue;

    /// <summary>Whether an actor attends.</summary>
    public bool IsAttendedBy(string partner, string actor) => Attendees.Contains(new Attendee(partner, actor));
}

/// <summary>Somebody who attends a meeting.</summary>
/// <param name="Partner">The partner.</param>
/// <param name="Actor">The actor, by the subject of the partner's tokens.</param>
public sealed record Attendee(string Partner, string Actor);

/// <summary>A case on a meeting's agenda.</summary>
/// <param name="Case">The case.</param>
/// <param name="Alias">Its name in this meeting: random, the same for all attendees, of no use anywhere else.</param>
public sealed record AgendaItem(CaseId Case, string Alias)
{
    /// <summary>
    /// When its views below full were withdrawn from this meeting, because somebody recognised a person in one; null when they were not.
    /// </summary>
    public DateTimeOffset? WithdrawnAt { get; init; }
}
