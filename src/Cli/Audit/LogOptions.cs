using System.CommandLine;
using System.Security.Cryptography;
using Exchange.Audit;
using Exchange.Commands;
using Exchange.Consent;
using Exchange.Keys;
using Exchange.Storage.Sqlite;
using Microsoft.AspNetCore.DataProtection;

namespace Exchange.Cli.Audit;

/// <summary>A log that is open for reading.</summary>
/// <param name="Store">The log.</param>
/// <param name="Partnership">Whose.</param>
internal sealed record OpenLog(ILogStore Store, PartnershipId Partnership);

/// <summary>Names the log that a command works on, and opens it beside whatever gateway writes it.</summary>
internal sealed class LogOptions
{
    private readonly Option<DirectoryInfo?> _data;
    private readonly Option<DirectoryInfo?> _keys = new("--keys") { Description = "The directory of the keys, when it is not 'keys' in the data directory", HelpName = "DIR" };
    private readonly Option<string> _partnership = new("--partnership") { Description = "The partnership", DefaultValueFactory = _ => Installation.DefaultPartnership };

    public LogOptions(bool isRequired = true) =>
        _data = new Option<DirectoryInfo?>("--data") { Description = "The gateway's data directory", Required = isRequired, HelpName = "DIR" };

    public void AddTo(Command command)
    {
        command.Add(_data);
        command.Add(_keys);
        command.Add(_partnership);
    }

    /// <summary>Whether a log is named.</summary>
    public bool IsNamed(ParseResult call) => call.GetValue(_data) is not null;

    /// <summary>Opens the log without any key, and does something with it. One that cannot be opened is wrong usage.</summary>
    public int Use(ParseResult call, Func<OpenLog, int> work) => Use(call, work, SqliteStorage.OpenWithoutKeys);

    /// <summary>Opens the log with the keys that sign it; one that has none yet cannot be used.</summary>
    public int UseSigned(ParseResult call, Func<OpenLog, LogSigning, int> work)
    {
        SqliteStorage? storage = null;
        return Use(
            call,
            log =>
            {
                try
                {
                    var ring = new DirectoryInfo(Path.Combine(Folder(call), "ring"));
                    var protection = DataProtectionProvider.Create(ring, builder => builder.SetApplicationName("exchange").DisableAutomaticKeyGeneration());
                    var signing = new LogSigning(new SigningKeys(new KeyVault(storage!.Keys, protection), TimeProvider.System));
                    return signing.PublicKeys(log.Partnership).Count == 0
                        ? Exit.Unusable(call, "no key signs this log yet: start a gateway of this version on it once.")
                        : work(log, signing);
                }
                catch (Exception e) when (e is IOException or CryptographicException)
                {
                    return Exit.Unusable(call, "the key that signs the log cannot be read: the keys or the key ring are missing or of another installation.");
                }
            },
            folder => storage = SqliteStorage.OpenReadOnly(folder, call.GetValue(_keys)?.FullName ?? Path.Combine(folder, "keys")));
    }

    private int Use(ParseResult call, Func<OpenLog, int> work, Func<string, SqliteStorage> open)
    {
        var named = call.GetRequiredValue(_partnership);
        if (!PartnershipId.IsValid(named))
            return Exit.Unusable(call, "--partnership is 1 to 64 lower-case letters, digits and hyphens.");
        var folder = Folder(call);
        try
        {
            using var storage = open(folder);
            var log = new OpenLog(storage.Log, new PartnershipId(named));
            // An empty log proves nothing, and a partnership that is misspelt has one.
            return log.Store.ReadHead(log.Partnership).Size == 0
                ? Exit.Unusable(call, $"there is no log of partnership {named} in {folder}.")
                : work(log);
        }
        catch (StoreUnavailableException e)
        {
            return Exit.Unusable(call, $"{folder} cannot be read: {e.Message}");
        }
    }

    private string Folder(ParseResult call) => call.GetValue(_data)!.FullName;
}
