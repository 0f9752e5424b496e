using Exchange.Consent;

namespace Exchange.Dossiers;

/// <summary>
/// What documents say, in encrypted chunks. A chunk is durable before the entry that tells of its document is written, so this store
/// may hold more than the records know of, and never less: what the records do not know of is removed when the store is opened.
/// </summary>
/// <remarks>Every method throws <see cref="Exchange.Audit.StoreUnavailableException"/> when the store cannot be read or written.</remarks>
public interface IDocumentStore
{
    /// <summary>Keeps chunks of a document durably.</summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="document">The document.</param>
    /// <param name="first">The number of the first of them, from 0.</param>
    /// <param name="chunks">The chunks, encrypted, in their order.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task WriteAsync(
        PartnershipId partnership, DocumentId document, int first, IReadOnlyList<ReadOnlyMemory<byte>> chunks, CancellationToken cancellation);

    /// <summary>The chunk of that number, encrypted; null when it is not there.</summary>
    Task<ReadOnlyMemory<byte>?> ReadAsync(PartnershipId partnership, DocumentId document, int number, CancellationToken cancellation);

    /// <summary>Removes all chunks of a document.</summary>
    Task RemoveAsync(PartnershipId partnership, DocumentId document, CancellationToken cancellation);
}
