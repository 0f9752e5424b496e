using System.Globalization;
using System.Security.Cryptography;

namespace Exchange.Audit;

/// <summary>
/// The head of a log as it is signed: C2SP tlog-checkpoint (https://c2sp.org/tlog-checkpoint). Lines that others may put behind the
/// three are read and signed, and mean nothing here.
/// </summary>
/// <param name="Origin">Which log: unique, not empty.</param>
/// <param name="Size">The number of entries.</param>
/// <param name="Root">The root of the tree over them (RFC 6962 §2.1): 32 bytes.</param>
public sealed record Checkpoint(string Origin, long Size, ReadOnlyMemory<byte> Root)
{
    /// <summary>The text that is signed.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root.Span)}\n");

    /// <summary>Reads the text of a note as a checkpoint; null when it is none. Whatever the text, nothing is thrown.</summary>
    public static Checkpoint? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Split('\n') is not [{ Length: > 0 } origin, var size, var root, .. var others, ""] || others.Any(line => line.Length == 0))
            return null;
        return CanonicalText.FromDecimal(size) is { } number && CanonicalText.FromHash(root) is { } hash ? new Checkpoint(origin, number, hash) : null;
    }

    /// <summary>Whether two checkpoints say the same of the same log.</summary>
    public bool Equals(Checkpoint? other) =>
        other is not null && Origin == other.Origin && Size == other.Size && CryptographicOperations.FixedTimeEquals(Root.Span, other.Root.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Origin, Size);
}
