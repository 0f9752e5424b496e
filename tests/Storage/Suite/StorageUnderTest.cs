using Exchange.Audit;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Storage.Tests.Suite;

/// <summary>A fresh storage of one backend.</summary>
public abstract class StorageUnderTest : IDisposable
{
    public IDossierStore Dossiers => Storage.Dossiers;

    public IActiveCaseStore ActiveCases => Storage.ActiveCases;

    public ICovenantStore Covenants => Storage.Covenants;

    public IDocumentStore Documents => Storage.Documents;

    public ILogStore Log => Storage.Log;

    public ILogIndex Index => Storage.Index;

    public ILogCursors Cursors => Storage.Cursors;

    public IKeyStore Keys => Storage.Keys;

    protected abstract IStorage Storage { get; }

    /// <summary>Closes everything and opens it again, as a restart does.</summary>
    public abstract void Restart();

    public abstract void Dispose();
}
