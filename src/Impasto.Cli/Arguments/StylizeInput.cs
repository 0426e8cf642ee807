namespace Impasto.Cli.Arguments;

/// <summary>The pictures that a command takes.</summary>
internal enum StylizeInput
{
    /// <summary>A content and styles.</summary>
    Both,

    /// <summary>Styles only, for a texture.</summary>
    Style,

    /// <summary>A content only, for its reconstruction.</summary>
    Content,
}
