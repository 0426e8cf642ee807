namespace Impasto.Engines.Simd.Layers;

/// <summary>Outputs of one block of channels on their way from a convolution into the layer.</summary>
internal readonly unsafe struct ResultTile(float* data, nint row, nint column)
{
    /// <summary>The first position's register.</summary>
    public readonly float* Data = data;

    /// <summary>Floats from one row to the next.</summary>
    public readonly nint Row = row;

    /// <summary>Floats from one position of a row to the next.</summary>
    public readonly nint Column = column;

    public float* At(int y, int x) => Data + (y * Row) + (x * Column);
}
