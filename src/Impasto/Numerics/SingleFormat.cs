using System.Numerics;
using System.Runtime.CompilerServices;

namespace Impasto.Numerics;

/// <summary>Values as they are.</summary>
internal readonly struct SingleFormat : IPairFormat
{
    public static int Floats(int values) => values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<float> First, Vector<float> Second) Load(ref float memory, int value) =>
        (Vector.LoadUnsafe(ref memory, (nuint)value),
            Vector.LoadUnsafe(ref memory, (nuint)(value + Vector<float>.Count)));

    public static float LoadOne(ref float memory, int value) => Unsafe.Add(ref memory, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> first, Vector<float> second, ref float memory, int value)
    {
        first.StoreUnsafe(ref memory, (nuint)value);
        second.StoreUnsafe(ref memory, (nuint)(value + Vector<float>.Count));
    }

    public static void StoreOne(float number, ref float memory, int value) => Unsafe.Add(ref memory, value) = number;
}
