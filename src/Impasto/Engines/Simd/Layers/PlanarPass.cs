using Impasto.Engines.Simd.Planes;
using Impasto.Threads;

namespace Impasto.Engines.Simd.Layers;

/// <summary>
/// Turns positions of padded channels into planes, one after the other: H x W x padded C to C x H x W.
/// </summary>
internal sealed unsafe class PlanarPass : ParallelWork
{
    private float[] _planes = [];
    private Plane _blocks;
    private int _channels;

    public void Run(WorkerTeam team, Plane blocks, int channels, float[] planes)
    {
        _planes = planes;
        _blocks = blocks;
        _channels = channels;
        team.Run(this, blocks.Height);
    }

    public override void Run(int item, int worker)
    {
        float* row = _blocks.At(item, 0);
        for (int c = 0; c < _channels; c++)
        {
            Span<float> plane =
                _planes.AsSpan((int)((c * _blocks.Positions) + ((long)item * _blocks.Width)), _blocks.Width);
            for (int x = 0; x < plane.Length; x++)
                plane[x] = row[((nint)x * _blocks.Stride) + c];
        }
    }
}
