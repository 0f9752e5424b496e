using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Exchange.Audit;

/// <summary>One signature of a note.</summary>
/// <param name="KeyName">The name of the key; without spaces and plus signs.</param>
/// <param name="KeyId">The key's id: see <see cref="NoteKey"/>.</param>
/// <param name="Bytes">What follows the id: the signature itself, as its type defines it.</param>
public sealed record NoteSignature(string KeyName, uint KeyId, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The line as it stands in a note, with its newline.</summary>
    public override string ToString()
    {
        var raw = new byte[sizeof(uint) + Bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(raw, KeyId);
        Bytes.Span.CopyTo(raw.AsSpan(sizeof(uint)));
        return $"{SignedNote.Dash}{KeyName} {Convert.ToBase64String(raw)}\n";
    }
}

/// <summary>
/// A text with signatures, as C2SP signed-note (https://c2sp.org/signed-note) defines it. That it reads as one says nothing about who
/// signed: see <see cref="TrustedKeys"/>.
/// </summary>
/// <param name="Text">The text, ending in a newline.</param>
/// <param name="Signatures">The signatures, one or more.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>The longest note that is read, in bytes.</summary>
    public const int MaxLength = 128 * 1024;

    /// <summary>The most signatures that are read.</summary>
    public const int MaxSignatures = 32;

    internal const string Dash = "\u2014 ";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a note; null when the bytes are none, or more than is read. Whatever the bytes, nothing is thrown.</summary>
    public static SignedNote? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > MaxLength)
            return null;
        try
        {
            return Parse(Utf8.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Whether a key may have this name: it is not empty and has no space, plus or control character.</summary>
    public static bool IsKeyName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length > 0 && !name.Any(c => c == '+' || char.IsWhiteSpace(c) || char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator);
    }

    /// <summary>The note as it is written: UTF-8.</summary>
    public byte[] ToBytes() => Utf8.GetBytes(ToString());

    /// <summary>The note as it is written.</summary>
    public override string ToString() => $"{Text}\n{string.Concat(Signatures)}";

    private static SignedNote? Parse(string note)
    {
        if (note.Any(c => c < ' ' && c != '\n') || !note.EndsWith('\n'))
            return null;
        var blank = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (blank < 0)
            return null;
        var lines = note[(blank + 2)..].Split('\n')[..^1];
        if (lines.Length is 0 or > MaxSignatures)
            return null;
        var signatures = new List<NoteSignature>(lines.Length);
        foreach (var line in lines)
        {
            if (ParseSignature(line) is not { } signature)
                return null;
            signatures.Add(signature);
        }

        return new SignedNote(note[..(blank + 1)], signatures);
    }

    private static NoteSignature? ParseSignature(string line)
    {
        if (!line.StartsWith(Dash, StringComparison.Ordinal) || line[Dash.Length..].Split(' ') is not [var name, var base64])
            return null;
        return IsKeyName(name) && CanonicalText.FromBase64(base64) is { Length: > sizeof(uint) } raw
            ? new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(raw), raw.AsMemory(sizeof(uint)))
            : null;
    }
}
