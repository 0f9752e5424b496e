using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Exchange.Storage.Tests.Postgres;

/// <summary>
/// A PostgreSQL of our own: made in a temporary folder, in memory where there is room, on a free loopback port, as a user that is not root,
/// and gone when it is disposed of. Its roles are made by the very commands of docs/storage.md.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string Programs = "/usr/lib/postgresql/15/bin";
    private const string Memory = "/dev/shm";
    private const long Room = 8L << 30;
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(30);

    private readonly string _folder;
    private readonly IReadOnlyList<string> _settings;
    private Process? _process;

    private PostgresServer(string folder, int port, IReadOnlyList<string> settings) => (_folder, Port, _settings) = (folder, port, settings);

    public int Port { get; }

    public int Id => _process!.Id;

    public string DataFolder => Path.Combine(_folder, "data");

    /// <summary>Makes and starts a server, with the roles of docs/storage.md and without any database of Exchange's.</summary>
    public static async Task<PostgresServer> StartAsync(params string[] settings)
    {
        var server = new PostgresServer(MakeFolder(), FreePort(), settings);
        try
        {
            await server.RunAsync("initdb", "-D", server.DataFolder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
            await server.RestartAsync();
            foreach (var command in OperatorsCommands.Roles())
                await server.ExecuteAsync("postgres", command);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes and starts a standby of this server, under a name that the primary's synchronous_standby_names may hold.</summary>
    public async Task<PostgresServer> StartStandbyAsync(string name, params string[] settings)
    {
        var standby = new PostgresServer(MakeFolder(), FreePort(), settings);
        try
        {
            await standby.RunAsync(
                "pg_basebackup", "-D", standby.DataFolder, "-R", "--no-sync", "-c", "fast", "-X", "stream", "-d", $"host=127.0.0.1 port={Port} user=postgres application_name={name}");
            await standby.RestartAsync();
            return standby;
        }
        catch
        {
            await standby.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it, again after a kill, and waits until it answers.</summary>
    public async Task RestartAsync()
    {
        List<string> arguments =
        [
            "-D", DataFolder, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200",
            "-c", "shared_buffers=64MB", "-c", "logging_collector=off", "-c", "log_min_messages=fatal",
        ];
        foreach (var setting in _settings)
            arguments.AddRange(["-c", setting]);
        _process?.Dispose();
        _process = Start("postgres", arguments);
        _ = _process.StandardOutput.ReadToEndAsync();
        var errors = _process.StandardError.ReadToEndAsync();
        for (var since = Stopwatch.GetTimestamp(); ; await Task.Delay(50))
        {
            if (_process.HasExited)
                throw new InvalidOperationException("PostgreSQL did not start: " + await errors);
            try
            {
                await using var connection = new NpgsqlConnection(Superuser("postgres"));
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (Stopwatch.GetElapsedTime(since) < StartsWithin)
            {
                // Not yet.
            }
        }
    }

    /// <summary>As when the machine goes: every process of the server is gone at once.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();

        // What is left of it notices that its parent is gone, but the next start must not find it.
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < StartsWithin; await Task.Delay(20))
        {
            if (!await IsInUseAsync())
                return;
        }
    }

    /// <summary>Makes a standby the primary.</summary>
    public Task PromoteAsync() => ExecuteAsync("postgres", "SELECT pg_promote()");

    /// <summary>A connection string of a superuser, to whom row-level security means nothing.</summary>
    public string Superuser(string database) => As("postgres", database, pooling: false);

    /// <summary>A connection string of a role.</summary>
    public string As(string role, string database, bool pooling = true) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Database = database,
        Username = role,
        Pooling = pooling,
        IncludeErrorDetail = true,
    }.ConnectionString;

    public async Task<object?> ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(Superuser(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Task.Run(Stop);
        _process?.Dispose();
    }

    /// <summary>Stops it without the care that a database deserves, and removes it.</summary>
    public void Stop()
    {
        if (_process is { HasExited: false })
        {
            using var kill = Process.Start("kill", ["-QUIT", $"{_process.Id}"]); // the server then ends what it started
            _process.WaitForExit();
        }
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A port of the loopback interface that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} failed: {errors}{await output}");
    }

    private Process Start(string program, IReadOnlyList<string> arguments)
    {
        var path = Path.Combine(Programs, program);
        if (!File.Exists(path))
            throw new InvalidOperationException($"{path} is missing; ./test installs it (Debian package postgresql-15).");
        return AsNobody.Start(path, arguments, _folder);
    }

    private async Task<bool> IsInUseAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return File.Exists("/proc/self/stat") && Directory.EnumerateDirectories("/proc").Any(IsOfThisServer);
        }
    }

    private bool IsOfThisServer(string process)
    {
        try
        {
            return int.TryParse(Path.GetFileName(process), out _)
                && new FileInfo(Path.Combine(process, "cwd")).LinkTarget is { } folder
                && folder == DataFolder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // In memory where there is room: what the tests kill are processes, and a disk that stands still for seconds, as shared ones do, is a
    // store that does not answer in time.
    private static string MakeFolder()
    {
        var folder = Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace >= Room
            ? Directory.CreateDirectory(Path.Combine(Memory, "exchange-pg-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)))).FullName
            : Directory.CreateTempSubdirectory("exchange-pg-").FullName;
        AsNobody.Give(folder);
        return folder;
    }
}
