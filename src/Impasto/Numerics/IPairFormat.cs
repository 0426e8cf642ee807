using System.Numerics;

namespace Impasto.Numerics;

/// <summary>How the values of a remembered vector lie in memory.</summary>
internal interface IPairFormat
{
    /// <summary>Floats of memory that a number of values take.</summary>
    static abstract int Floats(int values);

    /// <summary>Two registers of values, from one on.</summary>
    static abstract (Vector<float> First, Vector<float> Second) Load(ref float memory, int value);

    /// <summary>One value.</summary>
    static abstract float LoadOne(ref float memory, int value);

    /// <summary>Puts two registers of values.</summary>
    static abstract void Store(Vector<float> first, Vector<float> second, ref float memory, int value);

    /// <summary>Puts one value.</summary>
    static abstract void StoreOne(float number, ref float memory, int value);
}
