using Shouldly;
using Weir.Usage.Journal;
using Xunit;

namespace Weir.Usage.Tests.Journal;

public sealed class RequestJournalTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(JournalDurability.Synced)]
    [InlineData(JournalDurability.Written)]
    public async Task Records_of_many_requests_at_once_are_each_in_the_file_once_when_their_append_completes(JournalDurability durability)
    {
        var options = TestRecords.Options(_directory.Path);
        options.Durability = durability;
        options.SegmentBytes = 50_000;
        var ids = Enumerable.Range(0, 2000).Select(_ => Guid.NewGuid()).ToList();
        await using (var journal = await RequestJournal.OpenAsync(options, TimeProvider.System))
        {
            await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (id, _) =>
            {
                var intent = journal.WriteIntent(TestRecords.Intent(id));
                await journal.AppendAsync(TestRecords.Record(id), intent);
            });
            TestRecords.IdsIn(_directory.Path).Order().ShouldBe(ids.Order());
            journal.DurablePosition.Segment.ShouldBeGreaterThan(1, "segments are sealed by size");
        }

        TestRecords.IntentFiles(_directory.Path).ShouldBe(0, "each intent has its record");
    }

    [Fact]
    public async Task A_torn_end_is_cut_off_wherever_it_was_torn()
    {
        var first = Guid.NewGuid();
        var second = Guid.NewGuid();
        await WriteAsync(first, second);
        var file = SegmentFile();
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        var secondStart = bytes.AsSpan().IndexOf((byte)'\n') + 1;
        for (var length = secondStart; length < bytes.Length; length++)
        {
            using var copy = new TemporaryDirectory();
            Directory.CreateDirectory(Path.Combine(copy.Path, "requests"));
            await File.WriteAllBytesAsync(Path.Combine(copy.Path, "requests", Path.GetFileName(file)), bytes[..length], TestContext.Current.CancellationToken);
            await using var journal = await RequestJournal.OpenAsync(TestRecords.Options(copy.Path), TimeProvider.System);
            TestRecords.IdsIn(copy.Path).ShouldBe([first]);
            new FileInfo(Path.Combine(copy.Path, "requests", Path.GetFileName(file))).Length.ShouldBe(secondStart);
        }
    }

    [Fact]
    public async Task A_zeroed_end_is_cut_off()
    {
        var id = Guid.NewGuid();
        await WriteAsync(id);
        var file = SegmentFile();
        var length = new FileInfo(file).Length;
        await using (var stream = new FileStream(file, FileMode.Append))
        {
            stream.Write(new byte[4096]);
        }

        await using var journal = await RequestJournal.OpenAsync(TestRecords.Options(_directory.Path), TimeProvider.System);
        journal.Recovery.TornBytes.ShouldBe(0, "zeros are what was written ahead");
        new FileInfo(file).Length.ShouldBe(length);
        TestRecords.IdsIn(_directory.Path).ShouldBe([id]);
    }

    [Fact]
    public async Task A_damaged_line_in_the_middle_is_set_aside_and_costs_no_other()
    {
        var ids = Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()).ToArray();
        await WriteAsync(ids);
        var file = SegmentFile();
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[bytes.AsSpan().IndexOf((byte)'\n') + 100] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);

        await using var journal = await RequestJournal.OpenAsync(TestRecords.Options(_directory.Path), TimeProvider.System);
        journal.Recovery.DamagedLines.ShouldBe(1);
        Directory.GetFiles(Path.Combine(_directory.Path, "damaged")).Length.ShouldBe(1);
        TestRecords.IdsIn(_directory.Path).ShouldBe([ids[0], ids[2]]);
        new FileInfo(file).Length.ShouldBe(bytes.Length, "stores know positions in the file");
    }

    [Fact]
    public async Task An_intent_without_a_record_becomes_one_row_with_status_500_however_often_recovery_runs()
    {
        var finished = Guid.NewGuid();
        var orphan = Guid.NewGuid();
        using var crashed = new TemporaryDirectory();
        await using (var journal = await RequestJournal.OpenAsync(TestRecords.Options(_directory.Path), TimeProvider.System))
        {
            journal.WriteIntent(TestRecords.Intent(orphan));
            var intent = journal.WriteIntent(TestRecords.Intent(finished));
            await journal.AppendAsync(TestRecords.Record(finished), intent);

            // What a kill leaves behind is what is on disk now.
            Copy(_directory.Path, crashed.Path);
        }

        for (var start = 0; start < 3; start++)
        {
            await using var recovered = await RequestJournal.OpenAsync(TestRecords.Options(crashed.Path), TimeProvider.System);
            recovered.Recovery.OrphanRecords.Count.ShouldBe(start == 0 ? 1 : 0);
            TestRecords.IdsIn(crashed.Path).Order().ShouldBe(new[] { finished, orphan }.Order());
        }

        var text = string.Concat(Directory.GetFiles(Path.Combine(crashed.Path, "requests"), "*.ndjson").Select(File.ReadAllText));
        text.ShouldContain("\"status_code\":500");
        text.ShouldContain("INTERRUPTED");
    }

    [Fact]
    public async Task A_crash_between_recovery_s_record_and_its_clean_up_makes_no_second_row()
    {
        var orphan = Guid.NewGuid();
        using var crashed = new TemporaryDirectory();
        await using (var journal = await RequestJournal.OpenAsync(TestRecords.Options(_directory.Path), TimeProvider.System))
        {
            journal.WriteIntent(TestRecords.Intent(orphan));
            Copy(_directory.Path, crashed.Path);
        }

        var intents = Directory.GetFiles(Path.Combine(crashed.Path, "intents"), "*.ndjson").ToDictionary(path => path, File.ReadAllBytes);
        await (await RequestJournal.OpenAsync(TestRecords.Options(crashed.Path), TimeProvider.System)).DisposeAsync();
        foreach (var (path, bytes) in intents)
        {
            await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        }

        await (await RequestJournal.OpenAsync(TestRecords.Options(crashed.Path), TimeProvider.System)).DisposeAsync();
        TestRecords.IdsIn(crashed.Path).ShouldBe([orphan]);
    }

    [Fact]
    public async Task A_segment_that_may_close_a_living_intent_is_kept_though_every_store_has_it()
    {
        var options = TestRecords.Options(_directory.Path);
        options.SegmentBytes = 1;
        await using var journal = await RequestJournal.OpenAsync(options, TimeProvider.System);
        var open = journal.WriteIntent(TestRecords.Intent(Guid.NewGuid()));
        var closed = journal.WriteIntent(TestRecords.Intent(Guid.NewGuid()));
        await journal.AppendAsync(TestRecords.Record(Guid.NewGuid()), closed);
        await WaitAsync(() => journal.DurablePosition.Segment > 1);

        journal.DeleteTaken(new JournalPosition(1_000_000, 0)).ShouldBe(0, "the intent segment still lives");
        await journal.AppendAsync(TestRecords.Record(Guid.NewGuid()), open);
    }

    [Fact]
    public async Task A_segment_that_every_store_has_is_deleted_once_its_intents_are_gone()
    {
        var options = TestRecords.Options(_directory.Path);
        options.SegmentBytes = 1;
        options.IntentSegmentBytes = 1;
        await using var journal = await RequestJournal.OpenAsync(options, TimeProvider.System);
        for (var i = 0; i < 5; i++)
        {
            await AppendAsync(journal);
        }

        await WaitAsync(() => journal.DurablePosition.Segment > 5);
        journal.DeleteTaken(new JournalPosition(3, 0)).ShouldBe(2);

        // A segment that was sealed while the next request's intent was there already goes with a later request.
        var deleted = 0;
        for (var i = 0; i < 100 && deleted < 4; i++)
        {
            await AppendAsync(journal);
            deleted += journal.DeleteTaken(new JournalPosition(1_000_000, 0));
        }

        deleted.ShouldBeGreaterThanOrEqualTo(4);
    }

    private static ValueTask<JournalPosition> AppendAsync(RequestJournal journal)
    {
        var id = Guid.NewGuid();
        return journal.AppendAsync(TestRecords.Record(id), journal.WriteIntent(TestRecords.Intent(id)));
    }

    [Fact]
    public async Task Numbers_of_segments_are_never_used_twice()
    {
        var numbers = new List<long>();
        for (var start = 0; start < 4; start++)
        {
            await using var journal = await RequestJournal.OpenAsync(TestRecords.Options(_directory.Path), TimeProvider.System);
            numbers.Add(journal.DurablePosition.Segment);
            journal.DeleteTaken(new JournalPosition(1_000_000, 0));
        }

        numbers.ShouldBe(numbers.Distinct());
        numbers.ShouldBeInOrder();
    }

    [Fact]
    public async Task A_second_process_is_refused_with_a_sentence()
    {
        await using var journal = await RequestJournal.OpenAsync(TestRecords.Options(_directory.Path), TimeProvider.System);
        (await Should.ThrowAsync<IOException>(() => RequestJournal.OpenAsync(TestRecords.Options(_directory.Path), TimeProvider.System))).Message.ShouldContain("in use by another weir");
    }

    [Fact]
    public async Task Appends_wait_for_room_and_none_is_lost()
    {
        var options = TestRecords.Options(_directory.Path);
        options.MaxPendingBytes = 4000;
        var ids = Enumerable.Range(0, 500).Select(_ => Guid.NewGuid()).ToList();
        await using var journal = await RequestJournal.OpenAsync(options, TimeProvider.System);
        await Task.WhenAll(ids.Select(id => journal.AppendAsync(TestRecords.Record(id), IntentTicket.None).AsTask()));
        TestRecords.IdsIn(_directory.Path).Order().ShouldBe(ids.Order());
    }

    [Fact]
    public async Task Intents_written_while_segments_roll_are_all_found_again()
    {
        var options = TestRecords.Options(_directory.Path);
        options.IntentSegmentBytes = 2000;
        var ids = Enumerable.Range(0, 1000).Select(_ => Guid.NewGuid()).ToList();
        using var crashed = new TemporaryDirectory();
        await using (var journal = await RequestJournal.OpenAsync(options, TimeProvider.System))
        {
            Parallel.ForEach(ids, id => journal.WriteIntent(TestRecords.Intent(id)));
            Copy(_directory.Path, crashed.Path);
        }

        await using var recovered = await RequestJournal.OpenAsync(TestRecords.Options(crashed.Path), TimeProvider.System);
        TestRecords.IdsIn(crashed.Path).Order().ShouldBe(ids.Order());
    }

    private async Task WriteAsync(params Guid[] ids)
    {
        await using var journal = await RequestJournal.OpenAsync(TestRecords.Options(_directory.Path), TimeProvider.System);
        foreach (var id in ids)
        {
            await journal.AppendAsync(TestRecords.Record(id), IntentTicket.None);
        }
    }

    private string SegmentFile() => Directory.GetFiles(Path.Combine(_directory.Path, "requests"), "*.ndjson").Order(StringComparer.Ordinal).First(file => new FileInfo(file).Length > 0);

    private static async Task WaitAsync(Func<bool> condition)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            TimeProvider.System.GetElapsedTime(deadline).ShouldBeLessThan(TimeSpan.FromSeconds(10));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock"))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
