// SPDX-License-Identifier: Apache-2.0
// Opens an application's address, signs in as the demo user, and says what the application shows then.
import { demo, launch, signIn } from '../browser/world.mjs';

const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(process.argv[2]);
  await signIn(page);
  await page.waitForURL(`${demo.web.redirect_uri}?**`);
  console.log(`the page: ${await page.locator('body').innerText()}`);
} finally {
  await browser.close();
}
