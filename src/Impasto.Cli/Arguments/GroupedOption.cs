using System.CommandLine;

namespace Impasto.Cli.Arguments;

/// <summary>An option that the help text lists under a heading.</summary>
internal interface IGroupedOption
{
    string Group { get; }
}

/// <inheritdoc cref="IGroupedOption"/>
internal sealed class GroupedOption<T>(string group, string name, params string[] aliases)
    : Option<T>(name, aliases), IGroupedOption
{
    public string Group { get; } = group;
}
