using Market.Marketplace.Feed;
using Market.Marketplace.Messages;
using Market.Marketplace.Operations;
using Market.Marketplace.Supervision;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Messages;

public sealed class MessageTests
{
    private const string Address = "li.shenpi@example.cn";
    private const string Mobile = "13800000001";

    [Fact]
    public async Task A_filed_case_is_told_by_mail_to_the_official_who_proved_the_address_and_to_nobody_else()
    {
        await using var mail = new MailServer();
        await using var market = await MarketFixture.StartAsync();
        await using var host = market.HostWithMessages(OptionsOf(mail));
        await ProveAsync(host, market.World.Official, MessageChannel.Email, Address, () => mail.LastCode());

        var filed = await market.FileCaseAsync();
        await PlaceAndSendAsync(host);
        await PlaceAndSendAsync(host);

        var told = Assert.Single(mail.Taken, message => message.Contains(filed.Number, StringComparison.Ordinal));
        Assert.Contains($"rcpt to:<{Address}>", told, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("有申请提交，等待受理", told, StringComparison.Ordinal);
        Assert.Contains("/inbox", told, StringComparison.Ordinal);
        Assert.Equal(2, mail.Taken.Count);
        Assert.All([filed.Project.Name, filed.Project.OwnerName, market.World.Owner.DisplayName], name => Assert.DoesNotContain(name, told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_goes_out_before_the_code_came_back_nor_after_the_person_switched_off()
    {
        await using var mail = new MailServer();
        await using var market = await MarketFixture.StartAsync();
        await using var host = market.HostWithMessages(OptionsOf(mail));
        await host.RunAsync(market.World.Official, (ProveMessageAddress prove) => prove.ExecuteAsync(MessageChannel.Email, Address));
        await market.FileCaseAsync();
        await PlaceAndSendAsync(host);
        Assert.False(await host.RunAsync(market.World.Official, (ConfirmMessageAddress confirm) => confirm.ExecuteAsync(MessageChannel.Email, "abcdef")));
        Assert.Equal("message-address-unproven", await host.RefusalAsync(market.World.Official, (SwitchMessages turn) => turn.ExecuteAsync(MessageChannel.Email, on: true)));
        Assert.True(await host.RunAsync(market.World.Official, (ConfirmMessageAddress confirm) => confirm.ExecuteAsync(MessageChannel.Email, mail.LastCode())));
        await host.RunAsync(market.World.Official, (SwitchMessages turn) => turn.ExecuteAsync(MessageChannel.Email, on: false));

        await market.FileCaseAsync(TestData.Project(code: "2611-430104-04-01-100002"));
        await PlaceAndSendAsync(host);

        Assert.Single(mail.Taken);
    }

    [Fact]
    public async Task A_mail_server_that_is_down_is_tried_again_and_the_message_arrives_once()
    {
        await using var mail = new MailServer();
        await using var market = await MarketFixture.StartAsync();
        await using var host = market.HostWithMessages(OptionsOf(mail));
        await ProveAsync(host, market.World.Official, MessageChannel.Email, Address, () => mail.LastCode());
        var filed = await market.FileCaseAsync();

        mail.Answer = "451 4.3.0 try later";
        await PlaceAndSendAsync(host);
        Assert.Single(mail.Taken);
        market.Clock.Advance(TimeSpan.FromMinutes(5));
        mail.Answer = null;
        await PlaceAndSendAsync(host);
        market.Clock.Advance(TimeSpan.FromHours(9));
        await PlaceAndSendAsync(host);

        Assert.Single(mail.Taken, message => message.Contains(filed.Number, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_refused_for_good_is_given_up_shows_as_stuck_and_can_be_pushed_again()
    {
        await using var mail = new MailServer();
        await using var market = await MarketFixture.StartAsync();
        await using var host = market.HostWithMessages(OptionsOf(mail));
        await ProveAsync(host, market.World.Official, MessageChannel.Email, Address, () => mail.LastCode());
        var filed = await market.FileCaseAsync();

        mail.Answer = "550 5.1.1 no such user";
        await PlaceAndSendAsync(host);
        var stuck = Assert.Single(await host.RunAsync(market.World.Operator, (ListStuckWork list) => list.ExecuteAsync()), row => row.Kind == StuckKind.Message);
        mail.Answer = null;
        await host.RunAsync(market.World.Operator, (PushAgain push) => push.ExecuteAsync(stuck.Id));
        await PlaceAndSendAsync(host);

        Assert.Equal("SMTP 550", stuck.Reason);
        Assert.DoesNotContain(Address, stuck.Title + stuck.Reason, StringComparison.Ordinal);
        Assert.Single(mail.Taken, message => message.Contains(filed.Number, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_sms_gateway_gets_a_short_text_under_a_stable_id_and_a_busy_one_is_asked_again()
    {
        await using var gateway = new SmsServer();
        await using var market = await MarketFixture.StartAsync();
        await using var host = market.HostWithMessages(new MessageOptions { SmsUrl = gateway.Url, SmsToken = "secret-token" });
        await ProveAsync(host, market.World.Official, MessageChannel.Sms, Mobile, () => gateway.LastCode());
        var filed = await market.FileCaseAsync();

        gateway.Status = 503;
        await PlaceAndSendAsync(host);
        gateway.Status = 200;
        market.Clock.Advance(TimeSpan.FromMinutes(5));
        await PlaceAndSendAsync(host);

        var (first, second) = (gateway.All[^2], gateway.All[^1]);
        Assert.Equal(first.Body, second.Body);
        Assert.Contains(Mobile, second.Body, StringComparison.Ordinal);
        Assert.Contains(filed.Number, second.Body, StringComparison.Ordinal);
        Assert.Equal("Bearer secret-token", second.Authorization);
        Assert.Equal(3, gateway.All.Count);
    }

    [Theory]
    [InlineData(MessageChannel.Email, "not an address")]
    [InlineData(MessageChannel.Email, "a@b.cn\r\nBcc: all@example.cn")]
    [InlineData(MessageChannel.Email, "李 <a@b.cn>")]
    [InlineData(MessageChannel.Sms, "0731-88000040")]
    public async Task An_address_that_is_none_is_refused(MessageChannel channel, string address)
    {
        await using var market = await MarketFixture.StartAsync();
        await using var host = market.HostWithMessages(new MessageOptions { SmtpHost = "127.0.0.1", From = "market@example.cn", SmsUrl = new Uri("http://127.0.0.1:1/") });

        Assert.Equal("message-address-wrong", await host.RefusalAsync(market.World.Official, (ProveMessageAddress prove) => prove.ExecuteAsync(channel, address)));
    }

    [Fact]
    public async Task Codes_cannot_be_guessed_or_asked_for_without_end_and_an_address_taken_back_is_gone()
    {
        await using var mail = new MailServer();
        await using var market = await MarketFixture.StartAsync();
        await using var host = market.HostWithMessages(OptionsOf(mail));
        var official = market.World.Official;
        await host.RunAsync(official, (ProveMessageAddress prove) => prove.ExecuteAsync(MessageChannel.Email, Address));
        await PlaceAndSendAsync(host);

        Assert.Equal("message-code-soon", await host.RefusalAsync(official, (ProveMessageAddress prove) => prove.ExecuteAsync(MessageChannel.Email, Address)));
        for (var guess = 0; guess < 5; guess++)
        {
            Assert.False(await host.RunAsync(official, (ConfirmMessageAddress confirm) => confirm.ExecuteAsync(MessageChannel.Email, "wrong")));
        }

        Assert.Equal("message-code-over", await host.RefusalAsync(official, (ConfirmMessageAddress confirm) => confirm.ExecuteAsync(MessageChannel.Email, mail.LastCode())));
        await host.RunAsync(official, (ForgetMessageAddress forget) => forget.ExecuteAsync(MessageChannel.Email));
        Assert.Equal(0, await host.ReadAsync(db => db.PersonalMessages.CountAsync()));
        Assert.All(await host.RunAsync(official, (ListMyMessageAddresses list) => list.ExecuteAsync()), row => Assert.Null(row.Address));
    }

    [Fact]
    public void Every_kind_of_message_has_its_words_in_both_languages()
    {
        foreach (var kind in MessageKinds.All)
        {
            foreach (var language in new[] { "zh-CN", "en" })
            {
                var text = MessageKinds.TextOf(EventTypes.Of(kind), "GH-20261123-7K3QF", null, language, new Uri("https://market.example.cn/"));
                Assert.DoesNotContain("Message.", text.Subject + text.Body + text.Brief, StringComparison.Ordinal);
                Assert.Contains("GH-20261123-7K3QF", text.Body, StringComparison.Ordinal);
            }
        }
    }

    private static MessageOptions OptionsOf(MailServer mail) => new()
    {
        SmtpHost = "127.0.0.1",
        SmtpPort = mail.Port,
        SmtpEncrypted = false,
        From = "market@example.cn",
        Patience = TimeSpan.FromMinutes(2),
    };

    private static async Task ProveAsync(MarketHost host, Actor person, MessageChannel channel, string address, Func<string> code)
    {
        await host.RunAsync(person, (ProveMessageAddress prove) => prove.ExecuteAsync(channel, address));
        await PlaceAndSendAsync(host);
        Assert.True(await host.RunAsync(person, (ConfirmMessageAddress confirm) => confirm.ExecuteAsync(channel, code())));
    }

    private static async Task PlaceAndSendAsync(MarketHost host)
    {
        await host.Services.GetRequiredService<FeedWorker>().DrainAsync(TestContext.Current.CancellationToken);
        await host.Services.GetRequiredService<MessageWorker>().DrainAsync(TestContext.Current.CancellationToken);
    }
}
