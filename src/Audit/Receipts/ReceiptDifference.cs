namespace Exchange.Audit;

/// <summary>What a partner's receipts and the log disagree about.</summary>
public enum ReceiptDifferenceKind
{
    /// <summary>The partner holds a receipt of an entry that the log does not have.</summary>
    NotInTheLog,

    /// <summary>The entry is there, and does not hash to what the receipt says.</summary>
    OtherEntry,

    /// <summary>The entry is there as the receipt says, and names another partner as the caller.</summary>
    OtherCaller,

    /// <summary>The entry is there as the receipt says, and holds evidence of another response than the partner kept.</summary>
    OtherResponse,

    /// <summary>The log holds a call of the partner that the partner holds no receipt of.</summary>
    NotWithThePartner,
}

/// <summary>One difference.</summary>
/// <param name="Kind">What differs.</param>
/// <param name="Index">The entry.</param>
public sealed record ReceiptDifference(ReceiptDifferenceKind Kind, long Index);
