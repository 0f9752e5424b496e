using System.Text.Json;

namespace Exchange.Dossiers;

/// <summary>A document that its source attached to a section, as the records keep it. What it says is in an <see cref="IDocumentStore"/>.</summary>
/// <param name="Id">The document.</param>
/// <param name="Place">Its place among the documents of its section, from 1.</param>
/// <param name="Size">How many bytes it has.</param>
/// <param name="EncryptedDescription">Its <see cref="DocumentDescription"/> under the case's key.</param>
public sealed record Document(DocumentId Id, int Place, long Size, ReadOnlyMemory<byte> EncryptedDescription)
{
    /// <summary>The most bytes that a document has: 100 MiB.</summary>
    public const long MaxSize = 100 * 1024 * 1024;

    /// <summary>The most documents that a section has.</summary>
    public const int MaxPerSection = 32;

    /// <summary>How many bytes of a document are encrypted together; the last chunk may have fewer.</summary>
    public const int ChunkLength = 64 * 1024;

    /// <summary>In how many chunks it is kept.</summary>
    public int Chunks => ChunksOf(Size);

    /// <summary>In how many chunks a document of so many bytes is kept.</summary>
    public static int ChunksOf(long size) => (int)((size + ChunkLength - 1) / ChunkLength);
}

/// <summary>What is told of a document: a name may say who it is about, and a digest which text it is.</summary>
/// <param name="Name">What its source calls it.</param>
/// <param name="MediaType">What kind of file it is, as <c>type/subtype</c> (RFC 6838).</param>
/// <param name="Sha256">The SHA-256 of all its bytes.</param>
public sealed record DocumentDescription(string Name, string MediaType, ReadOnlyMemory<byte> Sha256)
{
    /// <summary>The stored form.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <summary>Reads the stored form.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static DocumentDescription FromBytes(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<DocumentDescription>(bytes) ?? throw new JsonException("A stored description is none.");
}

/// <summary>A document whose description may be told.</summary>
/// <param name="Id">The document.</param>
/// <param name="Size">How many bytes it has.</param>
/// <param name="Description">Its description.</param>
public sealed record KnownDocument(DocumentId Id, long Size, DocumentDescription Description);
