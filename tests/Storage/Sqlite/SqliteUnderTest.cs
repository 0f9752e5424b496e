using Exchange.Storage.Sqlite;
using Exchange.Storage.Tests.Suite;

namespace Exchange.Storage.Tests.Sqlite;

public sealed class SqliteUnderTest : StorageUnderTest
{
    private readonly TemporaryFolder _folder = new();
    private SqliteStorage _storage;

    public SqliteUnderTest() => _storage = SqliteStorage.Open(_folder.Path);

    protected override IStorage Storage => _storage;

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
