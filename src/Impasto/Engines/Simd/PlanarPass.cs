namespace Impasto.Engines.Simd;

/// <summary>Turns planes, one after the other, into positions of padded channels and back.</summary>
internal sealed unsafe class PlanarPass<TLanes> : ParallelWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    private float[] _planes = [];
    private Plane _blocks;
    private int _channels;
    private bool _toBlocks;

    /// <summary>C x H x W to H x W x padded C.</summary>
    public void ToBlocks(WorkerTeam team, float[] planes, int channels, Plane blocks) => Run(team, planes, channels, blocks, true);

    /// <summary>H x W x padded C to C x H x W.</summary>
    public void FromBlocks(WorkerTeam team, Plane blocks, int channels, float[] planes) => Run(team, planes, channels, blocks, false);

    private void Run(WorkerTeam team, float[] planes, int channels, Plane blocks, bool toBlocks)
    {
        _planes = planes;
        _blocks = blocks;
        _channels = channels;
        _toBlocks = toBlocks;
        team.Run(this, blocks.Height);
    }

    public override void Run(int item, int worker)
    {
        float* row = _blocks.At(item, 0);
        int stride = _blocks.Stride;
        if (_toBlocks)
            new Span<float>(row, _blocks.Width * stride).Clear();
        for (int c = 0; c < _channels; c++)
        {
            Span<float> plane = _planes.AsSpan((int)((c * _blocks.Positions) + ((long)item * _blocks.Width)), _blocks.Width);
            if (_toBlocks)
            {
                for (int x = 0; x < plane.Length; x++)
                    row[((nint)x * stride) + c] = plane[x];
            }
            else
            {
                for (int x = 0; x < plane.Length; x++)
                    plane[x] = row[((nint)x * stride) + c];
            }
        }
    }
}
