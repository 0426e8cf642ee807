namespace Impasto.Storage;

/// <summary>What is done with a piece of a buffer.</summary>
[Flags]
internal enum PieceUse
{
    /// <summary>Its values are read.</summary>
    Read = 1,

    /// <summary>All its values are written anew.</summary>
    Write = 2,

    /// <summary>Its values are changed.</summary>
    Change = Read | Write,
}
