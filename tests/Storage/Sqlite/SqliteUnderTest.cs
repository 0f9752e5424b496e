using Exchange.Audit;
using Exchange.Dossiers;
using Exchange.Keys;
using Exchange.Storage.Sqlite;
using Exchange.Storage.Tests.Suite;

namespace Exchange.Storage.Tests.Sqlite;

public sealed class SqliteUnderTest : StorageUnderTest
{
    private readonly TemporaryFolder _folder = new();
    private SqliteStorage _storage;

    public SqliteUnderTest() => _storage = SqliteStorage.Open(_folder.Path);

    public override IDossierStore Dossiers => _storage.Dossiers;

    public override IActiveCaseStore ActiveCases => _storage.ActiveCases;

    public override ICovenantStore Covenants => _storage.Covenants;

    public override IDocumentStore Documents => _storage.Documents;

    public override ILogStore Log => _storage.Log;

    public override ILogIndex Index => _storage.Index;

    public override ILogCursors Cursors => _storage.Cursors;

    public override IKeyStore Keys => _storage.Keys;

    public override void Restart()
    {
        _storage.Dispose();
        _storage = SqliteStorage.Open(_folder.Path);
    }

    public override void Dispose()
    {
        _storage.Dispose();
        _folder.Dispose();
    }
}
