using Microsoft.Extensions.Configuration.Json;

namespace Exchange.Gateway.Hosting;

/// <summary>Reads the sections of the configuration, strictly: what is misspelt would otherwise be left at its default without a word.</summary>
internal static class StrictConfiguration
{
    /// <summary>A section; its defaults when it is not there.</summary>
    /// <exception cref="ConfigurationException">A setting is unknown, or its value is none of its kind.</exception>
    public static T Read<T>(this IConfiguration configuration, string section)
        where T : new()
    {
        try
        {
            return configuration.GetSection(section).Get<T>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new T();
        }
        catch (InvalidOperationException e)
        {
            throw new ConfigurationException($"{section} cannot be used: {Said(e)}");
        }
    }

    // The binder names the type that lacks a property; an operator knows settings. Of one within a list it says so only in what it wraps.
    private static string Said(Exception e)
    {
        while (e.InnerException is InvalidOperationException inner)
            e = inner;
        return e.Message.Contains("were not found on the instance", StringComparison.Ordinal)
            ? $"there is no setting {e.Message[(e.Message.LastIndexOf(": ", StringComparison.Ordinal) + 2)..]}."
            : e.Message;
    }

    /// <summary>Refuses sections that there are not. Of a file only: the environment holds what others put there.</summary>
    /// <exception cref="ConfigurationException">There is such a section.</exception>
    public static void RefuseOthersThan(this IConfiguration configuration, params ReadOnlySpan<string> sections)
    {
        if (configuration is not IConfigurationRoot root)
            return;
        foreach (var name in root.Providers.Where(provider => provider is JsonConfigurationProvider or JsonStreamConfigurationProvider).SelectMany(file => file.GetChildKeys([], null)))
        {
            if (!sections.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new ConfigurationException($"there is no section '{name}'; there are {string.Join(", ", sections)}.");
        }
    }
}
