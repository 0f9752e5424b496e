using Exchange.Storage.Tests.Suite;

namespace Exchange.Storage.Tests.Postgres;

public sealed class PostgresLogStoreTests : LogStoreSuite
{
    protected override StorageUnderTest Make() => new PostgresUnderTest();
}

public sealed class PostgresDossierStoreTests : DossierStoreSuite
{
    protected override StorageUnderTest Make() => new PostgresUnderTest();
}

public sealed class PostgresKeyStoreTests : KeyStoreSuite
{
    protected override StorageUnderTest Make() => new PostgresUnderTest();
}

public sealed class PostgresCaseListTests : CaseListSuite
{
    protected override StorageUnderTest Make() => new PostgresUnderTest();
}

public sealed class PostgresDocumentStoreTests : DocumentStoreSuite
{
    protected override StorageUnderTest Make() => new PostgresUnderTest();
}

public sealed class PostgresSourceRequestTests : SourceRequestSuite
{
    protected override StorageUnderTest Make() => new PostgresUnderTest();
}

public sealed class PostgresLogIndexTests : LogIndexSuite
{
    protected override StorageUnderTest Make() => new PostgresUnderTest();
}

public sealed class PostgresStateTests : StateSuite
{
    protected override StorageUnderTest Make() => new PostgresUnderTest();
}

public sealed class PostgresGlassTests : GlassSuite
{
    protected override StorageUnderTest Make() => new PostgresUnderTest();
}

public sealed class PostgresLogCursorTests : LogCursorSuite
{
    protected override StorageUnderTest Make() => new PostgresUnderTest();
}

public sealed class PostgresCovenantTests : CovenantSuite
{
    protected override StorageUnderTest Make() => new PostgresUnderTest();
}

public sealed class PostgresFrozenViewTests : FrozenViewSuite
{
    protected override StorageUnderTest Make() => new PostgresUnderTest();
}
