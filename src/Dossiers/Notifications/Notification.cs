namespace Exchange.Dossiers;

/// <summary>What a notification is about.</summary>
public enum NotificationKind
{
    /// <summary>Somebody broke the glass on a case.</summary>
    BreakGlass = 1,

    /// <summary>The release gate held back a view, for a text in it still named somebody.</summary>
    ReleaseBlocked = 2,

    /// <summary>Somebody recognised a person in a view that does not say who it is, and the views below full were withdrawn.</summary>
    RecognitionReported = 3,
}

/// <summary>
/// Tells the privacy coordinators of one controller that something happened that they must look at. It names no subject and no case;
/// the entry of the log that it comes with does, to whoever may open that.
/// </summary>
public sealed record Notification
{
    /// <summary>The controller whose privacy coordinators it is for, by the covenant's name.</summary>
    public required string Controller { get; init; }

    /// <summary>What it is about.</summary>
    public required NotificationKind Kind { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The partner that did it, by the covenant's name.</summary>
    public required string Partner { get; init; }

    /// <summary>The role in which it was done.</summary>
    public required string Role { get; init; }

    /// <summary>The purpose for which it was done.</summary>
    public required string Purpose { get; init; }

    /// <summary>The case, by the pseudonym under which this controller's reviewers follow it through the log.</summary>
    public required string CasePseudonym { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The key under which <see cref="SealedReason"/> is: the controller's log key, by its random id.</summary>
    public required string ReasonKey { get; init; }

    /// <summary>Why it was done, in the words of who did it, sealed.</summary>
    public required ReadOnlyMemory<byte> SealedReason { get; init; }
}

/// <summary>A notification as it stands in the records.</summary>
/// <param name="Entry">The place in the log of the entry that it was written with: what a controller's notifications are told apart by.</param>
/// <param name="Notification">The notification.</param>
public sealed record FiledNotification(long Entry, Notification Notification);

/// <summary>Some of a controller's notifications, the newest first.</summary>
/// <param name="PartnershipEpoch">The partnership's epoch in the same snapshot.</param>
/// <param name="Notifications">The notifications.</param>
/// <param name="More">Whether there are older ones.</param>
public sealed record NotificationsReading(long PartnershipEpoch, IReadOnlyList<FiledNotification> Notifications, bool More);
