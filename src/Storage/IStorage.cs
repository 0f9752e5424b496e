using Exchange.Audit;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Storage;

/// <summary>The stores of one installation, whichever backend they are on.</summary>
public interface IStorage : IDisposable
{
    /// <summary>Cases, teams, meetings and sections, for reading.</summary>
    IDossierStore Dossiers { get; }

    /// <summary>All active cases, for counting.</summary>
    IActiveCaseStore ActiveCases { get; }

    /// <summary>The versions of covenants, for reading.</summary>
    ICovenantStore Covenants { get; }

    /// <summary>The log, and with it every change of the records.</summary>
    ILogStore Log { get; }

    /// <summary>By which the log's entries are found.</summary>
    ILogIndex Index { get; }

    /// <summary>How far those have come who follow a log.</summary>
    ILogCursors Cursors { get; }

    /// <summary>What documents say.</summary>
    /// <exception cref="StoreUnavailableException">The storage is open for reading only: reading tools need no documents.</exception>
    IDocumentStore Documents { get; }

    /// <summary>The wrapped keys.</summary>
    IKeyStore Keys { get; }

    /// <summary>Looks whether the stores can be reached and commits are durable.</summary>
    /// <exception cref="StoreUnavailableException">They cannot, or are not; the message is a sentence that a person can act on.</exception>
    void ThrowIfNotReady();

    /// <summary>Removes chunks of documents that no entry tells of: of uploads that ended half, also by a kill.</summary>
    /// <param name="partnerships">The partnerships that are served here.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be read or written.</exception>
    void RemoveHalfUploads(IEnumerable<PartnershipId> partnerships);
}
