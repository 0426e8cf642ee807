namespace Impasto.Cli.Arguments;

/// <summary>Which pictures a command takes.</summary>
internal enum StylizeInput
{
    /// <summary>A content and styles.</summary>
    Both,

    /// <summary>Styles alone: a texture.</summary>
    Style,

    /// <summary>A content alone: its reconstruction.</summary>
    Content,
}
