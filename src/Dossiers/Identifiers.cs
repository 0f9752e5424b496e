using System.Buffers.Text;
using System.Security.Cryptography;

namespace Exchange.Dossiers;

/// <summary>A case within its partnership: 128 random bits as 22 characters of base64url, so that none can be guessed.</summary>
/// <param name="Value">The identifier as text.</param>
public readonly record struct CaseId(string Value)
{
    /// <summary>Makes a new random identifier.</summary>
    public static CaseId Create() => new(RandomId.Create());

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>
/// A data subject within its partnership: random, never shown to a partner. Two cases on one person share it.
/// </summary>
/// <param name="Value">The identifier as text.</param>
public readonly record struct SubjectId(string Value)
{
    /// <summary>Makes a new random identifier.</summary>
    public static SubjectId Create() => new(RandomId.Create());

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>One section of a basisdossier within its partnership.</summary>
/// <param name="Value">The identifier as text.</param>
public readonly record struct SectionId(string Value)
{
    /// <summary>Makes a new random identifier.</summary>
    public static SectionId Create() => new(RandomId.Create());

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>What a partner asks of the source of a section, within its partnership.</summary>
/// <param name="Value">The identifier as text.</param>
public readonly record struct RequestId(string Value)
{
    /// <summary>Makes a new random identifier.</summary>
    public static RequestId Create() => new(RandomId.Create());

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A document within its partnership.</summary>
/// <param name="Value">The identifier as text.</param>
public readonly record struct DocumentId(string Value)
{
    /// <summary>Makes a new random identifier.</summary>
    public static DocumentId Create() => new(RandomId.Create());

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A meeting within its partnership; <see cref="Meldpunt"/> names the standing one.</summary>
/// <param name="Value">The identifier as text.</param>
public readonly record struct MeetingId(string Value)
{
    /// <summary>The standing meeting of the Meldpunt, which has every signal on its agenda and never ends.</summary>
    public static readonly MeetingId Meldpunt = new("meldpunt");

    /// <summary>Makes a new random identifier.</summary>
    public static MeetingId Create() => new(RandomId.Create());

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Random identifiers: 128 bits from the operating system, so that none can be guessed or counted.</summary>
public static class RandomId
{
    /// <summary>A new identifier: 22 characters of base64url.</summary>
    public static string Create()
    {
        Span<byte> bits = stackalloc byte[16];
        RandomNumberGenerator.Fill(bits);
        return Base64Url.EncodeToString(bits);
    }
}
