using Exchange.Audit;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Storage.Tests.Suite;

/// <summary>A fresh storage of one backend.</summary>
public abstract class StorageUnderTest : IDisposable
{
    public abstract IDossierStore Dossiers { get; }

    public abstract IActiveCaseStore ActiveCases { get; }

    public abstract ICovenantStore Covenants { get; }

    public abstract IDocumentStore Documents { get; }

    public abstract ILogStore Log { get; }

    public abstract ILogIndex Index { get; }

    public abstract ILogCursors Cursors { get; }

    public abstract IKeyStore Keys { get; }

    /// <summary>Closes everything and opens it again, as a restart does.</summary>
    public abstract void Restart();

    public abstract void Dispose();
}
