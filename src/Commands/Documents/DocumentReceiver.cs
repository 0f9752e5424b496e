using System.Security.Cryptography;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>A piece of a document, of any length, as it comes or goes.</summary>
/// <param name="Bytes">Its bytes.</param>
public sealed record DocumentPiece(ReadOnlyMemory<byte> Bytes);

/// <summary>
/// Takes in a document piece by piece: encrypts it in chunks of one length, keeps a few at a time, and holds it to the size and digest
/// that were said of it. What it needs of memory does not grow with the document.
/// </summary>
internal sealed class DocumentReceiver(CaseCipher cipher, IDocumentStore store)
{
    // 1 MiB for each time that the disk has to confirm.
    private const int ChunksPerWrite = 16;

    /// <summary>Keeps the document's chunks, or says why not; then some of them may be left, to be removed.</summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="case">The case, under whose key it is kept.</param>
    /// <param name="document">The document.</param>
    /// <param name="size">How many bytes it has to have.</param>
    /// <param name="sha256">The digest that it has to have.</param>
    /// <param name="content">Its pieces, or why they cannot be read.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<Refusal?> ReceiveAsync(
        PartnershipId partnership,
        CaseId @case,
        DocumentId document,
        long size,
        ReadOnlyMemory<byte> sha256,
        IAsyncEnumerable<Outcome<DocumentPiece>> content,
        CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[Document.ChunkLength];
        var waiting = new List<ReadOnlyMemory<byte>>(ChunksPerWrite);
        var (received, filled, number) = (0L, 0, 0);
        await foreach (var next in content.WithCancellation(cancellation).ConfigureAwait(false))
        {
            if (next.Value is not { Bytes: var piece })
                return next.Refusal;
            received += piece.Length;
            if (received > size)
                return Refusals.DocumentMismatch;
            hash.AppendData(piece.Span);
            while (!piece.IsEmpty)
            {
                var taken = Math.Min(piece.Length, chunk.Length - filled);
                piece.Span[..taken].CopyTo(chunk.AsSpan(filled));
                (piece, filled) = (piece[taken..], filled + taken);
                if (filled == chunk.Length)
                    await SealAsync().ConfigureAwait(false);
            }
        }

        if (received != size || !CryptographicOperations.FixedTimeEquals(hash.GetHashAndReset(), sha256.Span))
            return Refusals.DocumentMismatch;
        if (filled > 0)
            await SealAsync().ConfigureAwait(false);
        await KeepAsync().ConfigureAwait(false);
        return null;

        Task SealAsync()
        {
            var isLast = number == Document.ChunksOf(size) - 1;
            waiting.Add(cipher.EncryptChunk(partnership, @case.Value, document.Value, number, isLast, chunk.AsSpan(0, filled)));
            (number, filled) = (number + 1, 0);
            return waiting.Count == ChunksPerWrite ? KeepAsync() : Task.CompletedTask;
        }

        async Task KeepAsync()
        {
            if (waiting.Count > 0)
                await store.WriteAsync(partnership, document, number - waiting.Count, waiting, cancellation).ConfigureAwait(false);
            waiting.Clear();
        }
    }
}
